"""The releases of a week with what they changed, in the reader's words."""

from collections.abc import Sequence
from dataclasses import dataclass

from eventapp.programme.difference import Difference
from eventapp.programme.differences import differences
from eventapp.programme.models.releases import Change, Release
from eventapp.programme.models.weeks import Week
from eventapp.programme.naming import Names, names_in
from eventapp.programme.planned import changes_in
from eventapp.programme.vocabulary import ChangeKind

MANY = 12  # so many new events are told as a number


@dataclass(frozen=True)
class Told:
    """What a release did to one event."""

    change: Change
    title: str
    differences: Sequence[Difference]


@dataclass(frozen=True)
class LogEntry:
    """A release: the events that it added, where they are many, and the others."""

    release: Release
    added: int
    changes: Sequence[Told]


def log_of(
    week: Week, releases: Sequence[Release], *, is_public: bool
) -> list[LogEntry]:
    """These releases in words; in a fixed number of statements.

    The public reads nothing of a release in which it sees no change.
    """
    changes = changes_in(releases)
    told = [facts for one in changes for facts in (one.before, one.after)]
    names = names_in(week, told)
    entries = []
    for release in releases:
        those = [one for one in changes if one.release_id == release.id]
        entry = _entry(release, those, names, is_public=is_public)
        if not is_public or entry.added or entry.changes:
            entries.append(entry)
    return entries


def _entry(
    release: Release, changes: Sequence[Change], names: Names, *, is_public: bool
) -> LogEntry:
    added = [one for one in changes if one.kind is ChangeKind.ADDED]
    is_summed_up = len(added) > MANY
    rows = [
        Told(one, _title(one, names), _differences(one, names, is_public=is_public))
        for one in sorted(changes, key=lambda one: one.after["starts_at"])
        if not (is_summed_up and one.kind is ChangeKind.ADDED)
    ]
    shown = [
        row
        for row in rows
        if row.differences or not is_public or row.change.kind is not ChangeKind.CHANGED
    ]
    return LogEntry(release, len(added) if is_summed_up else 0, shown)


def _title(change: Change, names: Names) -> str:
    return names.event(change.event_id) or ""


def _differences(change: Change, names: Names, *, is_public: bool) -> list[Difference]:
    found = differences(change.before, change.after, names, is_public=is_public)
    if change.kind is ChangeKind.ADDED and is_public:
        return [one for one in found if one.field in {"when", "venue_id"}]
    return [
        one for one in found if one.field not in {"status", "title"} or change.before
    ]
