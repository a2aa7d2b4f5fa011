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

// Somebody with an address, and a calendar that may answer invitations.
async function invite(address) {
  const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
  const account = MailServices.accounts.createAccount();
  account.incomingServer = MailServices.accounts.createIncomingServer("guest", "guest", "none");
  const identity = MailServices.accounts.createIdentity();
  identity.email = address;
  account.addIdentity(identity);
  const calendar = cal.manager.createCalendar("storage", Services.io.newURI("moz-storage-calendar://"));
  calendar.name = "Own";
  calendar.setProperty("imip.identity.key", identity.key);
  cal.manager.registerCalendar(calendar);
}

function offered(item) {
  return new Promise((resolve) => {
    cal.itip.processItipItem(item, (same, status, act, found) =>
      resolve({ status, act, found, text: cal.itip.getOptionsText(same, status, act, found) }));
  });
}

function carriedOut(act) {
  return new Promise((resolve, reject) => {
    const listener = {
      QueryInterface: ChromeUtils.generateQI(["calIOperationListener"]),
      onGetResult() {},
      onOperationComplete(_calendar, status, _kind, _id, detail) {
        Components.isSuccessCode(status) ? resolve() : reject(new Error(String(detail)));
      },
    };
    act(listener, "ACCEPTED", { responseMode: Ci.calIItipItem.NONE });
  });
}

const deeds = {
  invite,
  // A mail with this document is opened, and what is offered is done.
  async receive(address, text) {
    const { CalItipItem } = ChromeUtils.importESModule("resource:///modules/CalItipItem.sys.mjs");
    const [calendar] = cal.manager.getCalendars({}).filter((one) => one.name === "Own");
    const item = new CalItipItem();
    item.init(text);
    item.targetCalendar = calendar;
    item.identity = address;
    item.autoResponse = Ci.calIItipItem.USER;
    const { act, status, text: words } = await offered(item);
    if (act) await carriedOut(act);
    const items = await calendar.getItemsAsArray(
      Ci.calICalendar.ITEM_FILTER_ALL_ITEMS, 0, null, null);
    return { offer: act ? act.method : null, status, words, shown: items.map(told) };
  },
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
