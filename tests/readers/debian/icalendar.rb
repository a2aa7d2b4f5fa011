# What the gem icalendar understands: Redmine, GitLab and Discourse stand on it.
require "icalendar"
require "json"
require "stringio"

def moment(value)
  return value.strftime("%Y-%m-%d") if value.is_a?(Icalendar::Values::Date)
  return value.strftime("%Y-%m-%dT%H:%M:%S") if value.respond_to?(:tz_utc) && !value.tz_utc && !value.ical_params["tzid"]
  value.to_time.utc.strftime("%Y-%m-%dT%H:%M:%SZ")
end

def text(value)
  value&.to_s
end

feeds = ARGV.map do |name|
  Icalendar::Calendar.parse(File.read(name, encoding: "utf-8")).flat_map(&:events).map do |event|
    {
      uid: text(event.uid),
      sequence: event.sequence&.to_i,
      status: text(event.status),
      summary: text(event.summary),
      description: text(event.description),
      location: text(event.location),
      url: text(event.url),
      categories: event.categories.flatten.map(&:to_s),
      start: moment(event.dtstart),
      end: moment(event.dtend),
    }
  end
rescue StandardError => e
  { refused: e.full_message(highlight: false) }
end
puts JSON.generate({ version: Icalendar::VERSION, feeds: feeds })
