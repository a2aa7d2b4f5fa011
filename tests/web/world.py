"""A week with one row of everything, and the addresses that name these rows."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import Table, insert, select
from werkzeug.routing import Rule

from eventapp.accounts.models import Account, AccountSession
from eventapp.accounts.vocabulary import Role
from eventapp.badges.service import issue
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.models.scans import Conflict, Hold, Scan
from eventapp.checkin.notices_of_alerts import link_token
from eventapp.checkin.service import devices
from eventapp.checkin.service.devices import DevicePlan
from eventapp.checkin.vocabulary import ConflictKind, DeskRole, Direction, Verdict
from eventapp.coaches.service.seating import put as put_into_coach
from eventapp.delegations.service.linking import open_link
from eventapp.exchange.service.importing import keep_file
from eventapp.feeds.service.addresses import give as give_calendar
from eventapp.feeds.service.addresses import token_of
from eventapp.files.service import keep_file as keep_stored
from eventapp.files.vocabulary import FileKind
from eventapp.jobs.models import Job, JobResult, JobStatus
from eventapp.kernel import clock
from eventapp.kernel.db import Model, add, db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import PersonName
from eventapp.kernel.tokens import digest
from eventapp.lists import figures
from eventapp.lists.service import freeze
from eventapp.mail.models import MailKind, MessageStatus
from eventapp.mail.service import put
from eventapp.mail.unsubscribing import token_of as token_of_mail
from eventapp.privacy.service import erasing
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Participation, Week
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.vocabulary import Part
from eventapp.questions.vocabulary import QuestionKind
from eventapp.registration.answers import ASKED
from eventapp.registration.models.answers import Answer, AnswerFile
from eventapp.registration.models.approvals import KeptReason, PendingChange
from eventapp.registration.models.entering import Confirmation, Invitation, PrivateLink
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.agenda import agenda_token, open_agenda
from eventapp.registration.service.applying import make_findable
from eventapp.registration.service.changes import encoded
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus
from eventapp.run_of_show.service import linking
from tests.accounts.factors import make_factors
from tests.builders import (
    make_account,
    make_appointment,
    make_awaited,
    make_delegation,
    make_desk,
    make_event,
    make_institution,
    make_person,
    make_place,
    make_question,
    make_registration,
    make_section,
    make_session,
    make_source,
    make_venue,
    make_week,
)
from tests.conftest import Client, empty
from tests.files.octets import pdf
from tests.mailings.sent import make_mailings
from tests.run_of_show.ceremony import make_run
from tests.selection.tagged import make_tagged
from tests.web.guests import make_guests

LINK, CONFIRMING, CODE = "a-private-link", "a-confirming-link", "123456"
WAITING = "waits@guest.example"
OF_SUBMITTED = {
    "dashboard.check",
    "dashboard.confirm",
    "dashboard.decline",
    "dashboard.proposal",
}
CSV = b"key,title,date,start\r\na,Salon,2027-03-08,09:00\r\n"


@dataclass
class World:
    """One row of everything, by the names that addresses give them."""

    arguments: dict[str, Any]
    confirmed_id: UUID
    draft_id: UUID
    submitted_id: UUID
    tokens: dict[str, str]  # by blueprint or endpoint

    def address(self, app: Flask, rule: Rule, **other: Any) -> str:
        """The address of `rule` for these rows, or for `other` values."""
        values = {
            name: value
            for name, value in (self.arguments | other).items()
            if name in rule.arguments
        }
        if "registration_id" in values and "registration_id" not in other:
            values["registration_id"] = self._registration(rule.endpoint)
        if "token" in values and "token" not in other:
            values["token"] = self._token(rule.endpoint)
        if rule.endpoint == "arrivals_office.rooming_list":
            values["form"] = "csv"
        with app.test_request_context():
            return app.url_map.bind("").build(rule.endpoint, values)

    def _registration(self, endpoint: str) -> UUID:
        return self.submitted_id if endpoint in OF_SUBMITTED else self.confirmed_id

    def _token(self, endpoint: str) -> str:
        blueprint = endpoint.partition(".")[0]
        known = str(self.arguments["token"])
        return self.tokens.get(endpoint) or self.tokens.get(blueprint, known)


def make_world(**texts: Any) -> World:
    """Empty the database, and make one row of everything."""
    empty()
    week = make_week("spring")
    venue = make_venue(week)
    now = clock.now()
    event = make_event(
        week,
        venue_id=venue.id,
        capacity=5,
        starts_at=now + timedelta(days=7),
        coaches=(str(venue.id),),
    )
    person = make_person("Yao Li", "姚力")
    assign(event, [PartPlan(Part.SPEAKER, person.id)])
    institution = make_institution(native_name="Politechnika", native_language="pl")
    add(Participation(week_id=week.id, institution_id=institution.id))
    confirmed = make_registration(week, steps_done=ASKED, **texts)
    draft = make_registration(
        week, status=RegistrationStatus.DRAFT, number=None, steps_done=ASKED, **texts
    )
    submitted = make_registration(
        week, status=RegistrationStatus.SUBMITTED, steps_done=ASKED, **texts
    )
    for one in (confirmed, draft, submitted):
        make_findable(one)
    place = make_place(confirmed, event)
    make_place(submitted, event, PlaceStatus.WAITING)
    put_into_coach(event, [confirmed.id], venue, by="Office", by_id=None)
    issue(confirmed)
    open_agenda(confirmed)
    desk = make_desk(week, venue_id=venue.id)
    message = put(
        "registration.code",
        to_address=confirmed.address,
        to_name=confirmed.name.latin,
        language="en",
        subject=f"For {confirmed.name}",
        text=f"Dear {confirmed.name}",
        about_id=confirmed.id,
        week_id=week.id,
    )
    message.status = MessageStatus.FAILED
    steward = make_account(Role.STEWARD)
    make_appointment(steward, week, Role.STEWARD)
    job = add(_job(week.id))
    add(
        JobResult(
            job_id=job.id, name="sheets.pdf", media_type="application/pdf", content=b"%"
        )
    )
    organiser = make_account(Role.ORGANISER)
    calendar = give_calendar(week, person, by=organiser)
    file = keep_file(week, "week.csv", CSV, _choices(), by=organiser)
    invitation = add(
        Invitation(
            code_digest=digest("invited"),
            token_digest=digest(agenda_token(confirmed)),  # one token opens both
            name=confirmed.name,
            address=confirmed.address,
            personal_words=texts.get("position"),
            label="Friends",
            uses_allowed=3,
            used=0,
            created_at=now,
            week_id=week.id,
        )
    )
    change = add(
        PendingChange(
            before={"name": encoded(PersonName("Before"))},
            after={"name": encoded(confirmed.name)},
            asked_at=now,
            registration_id=confirmed.id,
        )
    )
    reason = add(
        KeptReason(
            text=Localised({"en": str(texts.get("position", "Full"))}),
            created_at=now,
            week_id=week.id,
        )
    )
    add(
        PrivateLink(
            token_digest=digest(LINK),
            created_at=now,
            expires_at=now + timedelta(days=1),
            registration_id=confirmed.id,
        )
    )
    add(
        Confirmation(
            address=WAITING,
            language="en",
            code_digest=digest(CODE),
            link_digest=digest(CONFIRMING),
            sent_at=now,
            expires_at=now + timedelta(hours=1),
            week_id=week.id,
        )
    )
    section = make_section(week)
    question = make_question(section)
    slides = make_question(section, QuestionKind.FILES)
    told = texts.get("position") or "Bridges"
    stored = keep_stored(pdf(), told, kinds=tuple(FileKind), most_octets=9000)
    handed_in = add(
        AnswerFile(
            registration_id=confirmed.id, question_id=slides.id, stored_id=stored.id
        )
    )
    for asked, values in ((question, (told,)), (slides, (str(handed_in.id),))):
        add(
            Answer(
                registration_id=confirmed.id,
                question_id=asked.id,
                version=1,
                language="en",
                values=values,
                changed_at=now,
            )
        )
    delegation = make_delegation(week, label=texts.get("position"))
    head_path = open_link(delegation)
    member = make_registration(
        week,
        status=RegistrationStatus.DRAFT,
        number=None,
        delegation_id=delegation.id,
        **texts,
    )
    awaited = make_awaited(confirmed)
    guests = make_guests(confirmed, submitted, delegation)
    run = make_run("Welcome", event=event)
    linking.open_link(run, may_press=True, by=organiser)
    tagged = make_tagged(confirmed, organiser, str(told)[:60])
    db.session.commit()
    return World(
        {
            "slug": week.slug,
            "purpose": "taking_part",
            "delegation_id": delegation.id,
            "member_id": member.id,
            "event_id": event.id,
            "person_id": person.id,
            "owner": f"event-{event.id}",
            "venue_id": venue.id,
            "institution_id": institution.id,
            "registration_id": confirmed.id,
            "place_id": place.id,
            "desk_id": desk.id,
            "scan_id": uuid4(),
            **_at_the_desk(desk, event, confirmed),
            "message_id": message.id,
            "occasion": "registration.confirmed",
            "job_id": job.id,
            "import_id": file.id,
            "source_id": make_source(week).id,
            "report_id": freeze(week, figures.Rule(), "", by=organiser).id,
            "list_name": "catering",
            "file_form": "csv",
            "feed_id": calendar.id,
            "invitation_id": invitation.id,
            "change_id": change.id,
            "reason_id": reason.id,
            "section_id": section.id,
            "question_id": question.id,
            "answer_file_id": handed_in.id,
            "awaited_id": awaited.id,
            **tagged,
            **make_mailings(week, organiser, told),
            "what": "questions",
            "key": question.id,
            "way": "up",
            "deed": "restore",
            "place": "0",
            "order": "end",
            "account_id": steward.id,
            "session_id": _session_of(steward),
            **make_factors(organiser),
            "code": "PL",
            "token": agenda_token(confirmed),
            "tag": "en",
            "name": "dark",
            "build": "0",
            "path": "css/app.css",
            "shape": "any",
            "pixels": "p192",
            "form": "svg",
            "step": "name",
            "direction": "arrival",
            "layout": "card",
            "side": "sheet",
            **guests.arguments,
        },
        confirmed.id,
        draft.id,
        submitted.id,
        {
            "delegation": head_path.rpartition("/")[2],
            "feeds.person": token_of(calendar),
            "feeds.planned": token_of(give_calendar(week, organiser, by=organiser)),
            "driver": guests.driver_token,
            "hosts": link_token(awaited.id),
            "privacy": erasing.link_token(confirmed),
            "unsubscribing": _of_news(week, confirmed),
            "registration.confirm": CONFIRMING,
            "registration.enter": LINK,
            "run": linking.link_token(run) or "",
        },
    )


def _session_of(account: Account) -> UUID:
    """The key of a browser in which somebody else is signed in."""
    token = make_session(account)
    found = select(AccountSession.id).where(AccountSession.digest == digest(token))
    return db.session.scalars(found).one()


def _of_news(week: Week, guest: Registration) -> str:
    """The private address of a mail that its receiver may do without."""
    news = put(
        "mailing.sent",
        to_address=guest.address,
        to_name=guest.name.latin,
        language="en",
        subject=f"News for {guest.name}",
        text=f"Dear {guest.name}",
        week_id=week.id,
        kind=MailKind.NEWS,
    )
    db.session.commit()
    return token_of_mail(news)


def _at_the_desk(desk: Desk, event: Event, guest: Registration) -> dict[str, Any]:
    """A device that nobody has set up, a conflict, somebody who waits outside."""
    now = clock.now()
    plan = DevicePlan("Tablet", DeskRole.STEWARD, desk.id)
    device = devices.make_device(guest.week, plan, by="Organiser", by_id=None)
    scan = add(
        Scan(
            verdict=Verdict.CONFLICT,
            presented=digest("shown"),
            direction=Direction.IN,
            scanned_at=now,
            received_at=now,
            desk_id=desk.id,
            event_id=event.id,
            registration_id=guest.id,
        )
    )
    conflict = Conflict(
        kind=ConflictKind.TWICE, raised_at=now, scan_id=scan.id, week_id=guest.week_id
    )
    hold = Hold(
        held_at=now,
        registration_id=guest.id,
        event_id=event.id,
        desk_id=desk.id,
        scan_id=scan.id,
    )
    return {
        "device_id": device.id,
        "setup": devices.code_of(device, now),
        "conflict_id": add(conflict).id,
        "hold_id": add(hold).id,
    }


Rows = list[tuple[Table, list[dict[str, Any]]]]


def rows_now() -> Rows:
    """All rows that there are, so that they can be put back."""
    kept: Rows = []
    for table in Model.metadata.sorted_tables:
        found = db.session.execute(select(table)).mappings()
        if rows := [dict(row) for row in found]:
            kept.append((table, rows))
    return kept


def put_back(kept: Rows) -> None:
    """Let there be these rows and no others: quicker than to make them anew."""
    empty()
    for table, rows in kept:
        db.session.execute(insert(table), rows)
    db.session.commit()


def become(client: Client, world: World, *roles: str) -> Account | None:
    """Let this browser be what `roles` say: a delegate, and a role of the office."""
    account = None
    for role in roles:
        if role == "delegate":
            keys = [world.draft_id, world.confirmed_id, world.submitted_id]
            db.session.commit()
            with client.session_transaction() as session:
                session["registrations"] = [str(key) for key in keys]
                session["delegations"] = [[str(world.arguments["delegation_id"]), 1]]
                session["confirming"] = ["spring", WAITING, ""]
        else:
            account = client.sign_in(Role(role))
    return account


def act_in(client: Client, week: Week, role: Role) -> Account:
    """Let this browser act for an account with a role in this week alone."""
    account = client.sign_in(role)
    account.role = None
    make_appointment(account, week, role)
    db.session.commit()
    return account


def _choices() -> dict[str, Any]:
    """What the columns of the file hold, as an organiser chose it."""
    columns = {"0": "key", "1": "title", "2": "date", "3": "start"}
    return {"tables": [{"subject": "events", "columns": columns}], "heads": []}


def _job(week_id: Any) -> Job:
    now = clock.now()
    return Job(
        kind="badges.sheets",
        arguments={"week": str(week_id)},
        language="en",
        status=JobStatus.DONE,
        ended_at=now,
        created_at=now,
        due_at=now,
        week_id=week_id,
    )
