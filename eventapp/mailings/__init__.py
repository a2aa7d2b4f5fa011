"""Mail of the office to many: texts, receivers, schedules, reminders."""
