// What golang-ical understands: bots and door displays written in Go stand on it.
package main

import (
	"encoding/json"
	"os"
	"strconv"
	"time"

	ics "github.com/arran4/golang-ical"
)

type understood map[string]any

func text(event *ics.VEvent, name ics.ComponentProperty) any {
	if found := event.GetProperty(name); found != nil {
		return found.Value
	}
	return nil
}

func moment(event *ics.VEvent, name ics.ComponentProperty, at, day func() (time.Time, error)) (string, error) {
	if kinds := event.GetProperty(name).ICalParameters["VALUE"]; len(kinds) > 0 && kinds[0] == "DATE" {
		found, err := day()
		return found.Format("2006-01-02"), err
	}
	found, err := at()
	return found.UTC().Format("2006-01-02T15:04:05Z"), err
}

func understand(event *ics.VEvent) (understood, error) {
	sequence, err := strconv.Atoi(event.GetProperty(ics.ComponentPropertySequence).Value)
	if err != nil {
		return nil, err
	}
	start, err := moment(event, ics.ComponentPropertyDtStart, event.GetStartAt, event.GetAllDayStartAt)
	if err != nil {
		return nil, err
	}
	end, err := moment(event, ics.ComponentPropertyDtEnd, event.GetEndAt, event.GetAllDayEndAt)
	if err != nil {
		return nil, err
	}
	return understood{
		"uid":         event.Id(),
		"sequence":    sequence,
		"status":      text(event, ics.ComponentPropertyStatus),
		"summary":     text(event, ics.ComponentPropertySummary),
		"description": text(event, ics.ComponentPropertyDescription),
		"location":    text(event, ics.ComponentPropertyLocation),
		"url":         text(event, ics.ComponentPropertyUrl),
		"start":       start,
		"end":         end,
	}, nil
}

func read(name string) any {
	file, err := os.Open(name)
	if err != nil {
		return understood{"refused": err.Error()}
	}
	defer file.Close()
	calendar, err := ics.ParseCalendar(file)
	if err != nil {
		return understood{"refused": err.Error()}
	}
	events := []understood{}
	for _, event := range calendar.Events() {
		told, err := understand(event)
		if err != nil {
			return understood{"refused": err.Error()}
		}
		events = append(events, told)
	}
	return events
}

func main() {
	feeds := []any{}
	for _, name := range os.Args[1:] {
		feeds = append(feeds, read(name))
	}
	json.NewEncoder(os.Stdout).Encode(understood{"version": "Debian", "feeds": feeds})
}
