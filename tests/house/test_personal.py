"""What tells something about a person is marked, or a reason says why not."""

from flask import Flask
from sqlalchemy import DateTime, Table

from eventapp.kernel.db import Instant, Model
from eventapp.kernel.personal import Purpose
from eventapp.privacy.marks import belongs, marked_columns
from eventapp.privacy.words import FIELDS

# Whoever adds a table that points at one of these marks its columns, or says below
# why they tell nothing.
ABOUT_PEOPLE = frozenset({"registration", "delegation", "person", "account"})
HARMLESS = {
    "counts stay when names go": {
        "coach_deed": {"kind", "verdict", "told", "was_offline", "is_open"},
        "coach_seat": {"is_extra"},
        "delegation": {"status", "rank", "quota"},
        "invitation": {"kind", "uses_allowed", "used", "delegation_places"},
        "job": {"kind", "status", "stage", "done", "total", "failed_rows", "attempts"},
        "letter_request": {"status", "number", "numbered"},
        "message": {
            "occasion",
            "kind",
            "status",
            "bar",
            "attempts",
            "calendar_method",
        },
        "passenger": {"finding"},
        "pending_change": {"is_accepted"},
        "pickup": {"state", "vehicle", "seats", "version"},
        "place": {"status"},
        "receipt": {"outcome", "why", "round"},
        "registration": {"number", "status", "kind", "is_head", "has_own_address"},
        "review": {"is_recommended"},
        "scan": {"verdict", "direction", "was_offline", "told", "group_id"},
        "stored_file": {"kind", "media_type", "size"},
        "turn": {"count"},
        "watch": {"waiting"},
    },
    "which way, of a journey that is emptied": {"journey": {"direction"}},
    "signs that say nothing: random, digests, numbers of versions": {
        "confirmation": {"code_digest", "link_digest", "tries"},
        "delegation": {"link_generation"},
        "feed_address": {"kind", "generation"},
        "feed_event": {"uid", "fingerprint", "turns"},
        "invitation": {"code_digest", "reminders"},
        "badge_print": {"mark"},
        "device": {"setup_digest", "credential_digest"},
        "coach_deed": {"presented"},
        "pickup": {"link_generation"},
        "registration": {"reference", "agenda_generation", "steps_done"},
        "scan": {"presented"},
        "sealed": {"kind", "purpose", "key_mark", "subject_id", "scope_id"},
    },
    "in which language we write; many share it": {
        "answer": {"language"},
        "awaited": {"language"},
        "confirmation": {"language"},
        "delegation": {"language"},
        "feed_address": {"language"},
        "account": {"language"},
        "feed_event": {"language"},
        "invitation": {"language"},
        "job": {"language"},
        "letter_request": {"consent_language"},
        "message": {"language"},
        "receipt": {"language", "wanted"},
        "person": {"language"},
        "registration": {"language"},
    },
    "it goes with its row": {
        "account": {"role", "is_enabled"},
        "account_link": {"purpose"},
        "account_session": {"digest", "means", "is_strong"},
        "appointment": {"role"},
        "authenticator": {"used_step"},
        "passkey": {"uses", "transports", "is_synced"},
        "sign_on_link": {"provider", "has_made_account"},
        "admission": {"entries"},
        "calendar_answer": {"sequence"},
        "calendar_way": {"way", "takes_back"},
        "consent": {"purpose", "text", "version", "language"},
        "deed_row": {"messages", "undone"},
        "job_result": {"name", "media_type"},
        "sent": {
            "method",
            "sequence",
            "judged",
            "fingerprint",
            "reply_digest",
            "message_id",
        },
    },
    "about the programme, a file or a deed, and not about a guest": {
        "saved_view": {"name", "is_shared", "columns"},
        "mailing": {
            "audience",
            "subject",
            "text",
            "is_essential",
            "status",
            "rounds",
            "moment",
            "written_by_id",
        },
        "list_layout": {"columns"},
        "answer": {"is_asked"},
        "assignment": {"part", "position", "office", "from_language", "into_language"},
        "awaited": {"escalate_minutes"},
        "badge_print": {"place", "format", "reason"},
        "conflict": {"kind", "settlement"},
        "cue_person": {"part"},
        "device": {"name", "role", "waiting"},
        "delegation": {"label"},
        "draft_assignment": {
            "part",
            "position",
            "office",
            "from_language",
            "into_language",
        },
        "entry": {"action", "actor_id", "subject_id", "week_id"},
        "import_file": {"name", "encoding", "choices"},
        "inquiry": {"due_on"},
        "job": {"arguments", "asked_by_id", "week_id"},
        "message": {"reply_to", "about_id", "week_id", "mailing_id"},
        "people_file": {"name", "encoding", "choices"},
        "person": {"office", "languages"},
        "pickup": {"meeting_place"},
        "rooming_line": {"people"},
    },
    "an account's name beside what it did; it stays as long as that": {
        "badge_print": {"printed_by"},
        "coach_deed": {"by", "settled_by"},
        "coach_presence": {"counted_by"},
        "conflict": {"settled_by"},
        "device": {"created_by"},
        "import_file": {"created_by"},
        "inquiry": {"asked_by"},
        "journey_change": {"by"},
        "people_file": {"created_by"},
        "pending_change": {"decided_by"},
        "review": {"reviewer"},
        "scan": {"steward_name"},
    },
}


def test_every_column_about_a_person_is_marked_or_has_a_reason(app: Flask) -> None:
    assert app
    silent = {
        f"{table.name}.{column.name}"
        for table in _about_people()
        for column in table.columns
        if "personal" not in column.info
        and not (column.primary_key or column.foreign_keys)
        and not isinstance(column.type, DateTime | Instant)
    }
    harmless = {
        f"{table}.{column}"
        for tables in HARMLESS.values()
        for table, columns in tables.items()
        for column in columns
    }

    assert silent - harmless == set()
    assert harmless - silent == set(), "reasons that nobody needs"


def test_every_mark_has_words_for_the_catalogue(app: Flask) -> None:
    assert app
    marked = {one.name for one in marked_columns()}

    assert marked - set(FIELDS) == set()
    assert set(FIELDS) - marked == set()


def test_every_mark_is_reached_by_a_purge(app: Flask) -> None:
    assert app
    week = Model.metadata.tables["week"]
    lasting = {Purpose.ANNOUNCING, Purpose.WORKING}
    lost = {
        one.name
        for one in marked_columns()
        if one.mark.purpose not in lasting
        and belongs(one.table, "week", week.c.id == week.c.id) is None
    }

    assert lost == set()


def _about_people() -> list[Table]:
    tables = Model.metadata.tables
    names = {*ABOUT_PEOPLE, *(one.table.name for one in marked_columns())}
    while True:
        more = {
            table.name
            for table in tables.values()
            for column in table.columns
            for key in column.foreign_keys
            if key.column.table.name in names and table.name not in names
        }
        if not more:
            return [tables[name] for name in sorted(names)]
        names |= more
