"""The programme in and out: CSV, XLSX, iCalendar, schedule.xml and schedule.json."""
