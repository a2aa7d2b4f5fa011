// Runs inside Thunderbird: what its dialogue for a calendar from the network does.
const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");

function instant(time) {
  const [date] = time.getInTimezone(cal.dtz.UTC).icalString.split(";");
  if (time.isDate) return date.replace(/(\d{4})(\d\d)(\d\d)/, "$1-$2-$3");
  return new Date(time.nativeTime / 1000).toISOString().replace(".000Z", "Z");
}

function told(item) {
  return {
    uid: item.id,
    sequence: Number(item.getProperty("SEQUENCE")),
    status: item.status,
    summary: item.title,
    description: item.getProperty("DESCRIPTION"),
    location: item.getProperty("LOCATION"),
    url: item.getProperty("URL"),
    categories: item.getCategories(),
    start: instant(item.startDate),
    end: instant(item.endDate),
  };
}

function loaded(calendar, begin) {
  return new Promise((resolve, reject) => {
    const observer = {
      QueryInterface: ChromeUtils.generateQI(["calIObserver"]),
      onStartBatch() {}, onEndBatch() {},
      onAddItem() {}, onModifyItem() {}, onDeleteItem() {},
      onPropertyChanged() {}, onPropertyDeleting() {},
      onLoad() { calendar.removeObserver(observer); resolve(); },
      onError(_calendar, number, message) { reject(new Error(`${number} ${message}`)); },
    };
    calendar.addObserver(observer);
    begin();
  });
}

const deeds = {
  async version() {
    return Services.appinfo.version;
  },
  async subscribe(address) {
    const calendar = cal.manager.createCalendar("ics", Services.io.newURI(address));
    calendar.name = "Week";
    calendar.setProperty("cache.enabled", true);
    calendar.setProperty("readOnly", true);
    cal.manager.registerCalendar(calendar);
  },
  async sync() {
    const [calendar] = cal.manager.getCalendars({}).filter((one) => one.name === "Week");
    await loaded(calendar, () => calendar.refresh());
    const items = await calendar.getItemsAsArray(
      Ci.calICalendar.ITEM_FILTER_ALL_ITEMS, 0, null, null);
    return items.map(told);
  },
};
