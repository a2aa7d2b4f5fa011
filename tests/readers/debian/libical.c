/* What libical understands: Evolution, GNOME Calendar and KOrganizer stand on it. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(const char *name, const char *text)
{
    printf("\"%s\":", name);
    if (!text) {
        printf("null,");
        return;
    }
    putchar('"');
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c == '"' || *c == '\\')
            printf("\\%c", *c);
        else if (*c < 0x20)
            printf("\\u%04x", *c);
        else
            putchar(*c);
    }
    printf("\",");
}

/* Its own reading of the VTIMEZONE: a zone's offset comes from the file's block. */
static void put_time(const char *name, icalcomponent *event, icalproperty_kind kind)
{
    icalproperty *property = icalcomponent_get_first_property(event, kind);
    struct icaltimetype at = icalproperty_get_datetime_with_component(property, event);
    char told[32];
    if (at.is_date) {
        snprintf(told, sizeof told, "%04d-%02d-%02d", at.year, at.month, at.day);
    } else {
        int floats = !icaltime_is_utc(at) && !at.zone;
        if (!floats)
            at = icaltime_convert_to_zone(at, icaltimezone_get_utc_timezone());
        snprintf(told, sizeof told, "%04d-%02d-%02dT%02d:%02d:%02d%s", at.year, at.month,
                 at.day, at.hour, at.minute, at.second, floats ? "" : "Z");
    }
    put(name, told);
}

static const char *status_of(icalcomponent *event)
{
    icalproperty *property = icalcomponent_get_first_property(event, ICAL_STATUS_PROPERTY);
    return property ? icalproperty_get_value_as_string(property) : NULL;
}

static const char *url_of(icalcomponent *event)
{
    icalproperty *property = icalcomponent_get_first_property(event, ICAL_URL_PROPERTY);
    return property ? icalproperty_get_url(property) : NULL;
}

static char *contents(const char *name)
{
    FILE *file = fopen(name, "rb");
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = calloc((size_t)size + 1, 1);
    if (fread(text, 1, (size_t)size, file) != (size_t)size)
        exit(1);
    fclose(file);
    return text;
}

static void read_feed(const char *name)
{
    char *text = contents(name);
    icalcomponent *calendar = icalparser_parse_string(text);
    /* Restrictions of RFC 5545 that a file breaks become errors, too. */
    if (calendar)
        icalrestriction_check(calendar);
    if (!calendar || icalcomponent_count_errors(calendar)) {
        printf("{\"refused\":\"%d errors\"}", calendar ? icalcomponent_count_errors(calendar) : -1);
        if (calendar)
            fprintf(stderr, "%s", icalcomponent_as_ical_string(calendar));
        return;
    }
    putchar('[');
    icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    for (int first = 1; event; first = 0) {
        printf(first ? "{" : ",{");
        put("uid", icalcomponent_get_uid(event));
        put("status", status_of(event));
        put("summary", icalcomponent_get_summary(event));
        put("description", icalcomponent_get_description(event));
        put("location", icalcomponent_get_location(event));
        put("url", url_of(event));
        put_time("start", event, ICAL_DTSTART_PROPERTY);
        put_time("end", event, ICAL_DTEND_PROPERTY);
        printf("\"sequence\":%d}", icalcomponent_get_sequence(event));
        event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT);
    }
    putchar(']');
    icalcomponent_free(calendar);
    free(text);
}

int main(int count, char **names)
{
    printf("{\"version\":\"%s\",\"feeds\":[", ICAL_VERSION);
    for (int i = 1; i < count; i++) {
        if (i > 1)
            putchar(',');
        read_feed(names[i]);
    }
    printf("]}");
    return 0;
}
