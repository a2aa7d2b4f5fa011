"""A device judges and finds by its own list as the server does."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from eventapp.badges import service as badges
from eventapp.badges.cards import code_of_card, issue_card
from eventapp.checkin.expected import kept
from eventapp.checkin.expected.sealing import opener, salt_of
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel.codes import BadgeCode, CodeKind, compose, show_reference
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName, language_of, searchable
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.applying import make_findable
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus
from tests.builders import (
    make_delegation,
    make_desk,
    make_event,
    make_institution,
    make_place,
    make_registration,
    make_week,
)
from tests.checkin.devices import carry, make_device
from tests.checkin.scripts import run
from tests.conftest import Client, StoppedClock

CASES = Path(__file__).with_name("cases.json")
OPEN = """
  let messages = given.messages, asked = [];
  const ask = async (address) => { asked.push(address); return messages.shift(); };
  const { event, desk: key } = given;
  const zone = "Asia/Shanghai";
  const open = () => list.openList({ store, ask, zone, event, desk: key });
  const desk = open();
  await desk.start();
  await desk.renew("/list");
  const now = Date.parse(given.now);
  const about = (code) => desk.tell({ code }, { event, now });
  const remember = (code, verdict, at) =>
    desk.remember({ code, verdict, at: new Date(at).toISOString() });
"""
NAMES = [
    *(
        "Wang Xiaoming/王小明",
        "Łukasz Żółć",
        "Zoë Müller-Groß",
        "José Ñandú",
        "O’Brien",
    ),
    *(
        "김민수",
        "さくら 田中",
        "Нина Ёлкина",
        "Σοφός Ὀδυσσεύς",
        "Nguyễn Văn Đạt",
        "١٢٣ Ali",
    ),
    *("ＷＩＤＥ Name", "Strauß", "İpek Işık", "Anna Anna", "li li", "Иван/伊万"),
]
WORDS = [
    *(
        "王",
        "小明",
        "wang",
        "XIAOMING wang",
        "lukasz zolc",
        "zoe",
        "gross",
        "groß",
        "nandu",
        "o’brien",
    ),
    *(
        "김",
        "さくら",
        "елкина",
        "σοφος",
        "ΣΟΦΌΣ",
        "nguyen dat",
        "đạt",
        "wide",
        "ｗｉｄｅ",
        "ipek",
    ),
    *(
        "isik",
        "ışık",
        "anna",
        "l",
        "opole",
        "大学",
        "politechnika",
        "12",
        "0012",
        "１２",
        "١٢",
        "¹²",
        "nobody",
    ),
    *("", "  ", "anna nobody", "%", "_", "a a"),
]


class Hall:
    """A week with people of many names, and a device with its list."""

    def __init__(self, client: Client, role: DeskRole, time: StoppedClock) -> None:
        kept.forget()
        self.client, self.time = client, time
        self.week = make_week()
        self.event = make_event(self.week, signup=SignUp.OPEN)
        self.desk = make_desk(self.week)
        house = make_institution(
            "Opole University", "奥波莱大学", native_name="Politechnika"
        )
        self.people = []
        for number, name in enumerate(NAMES, 1):
            latin, _, native = name.partition("/")
            person = make_registration(
                self.week,
                name=PersonName(latin, native or None, language_of(native)),
                number=number,
                address=f"{number}@guest.example",
                institution_id=house.id if number % 2 else None,
            )
            make_findable(person)  # by address, too, which no device has
            known = person.search_text
            person.search_text = known.replace(person.address, "")
            self.people.append(person)
        self.people[3].status = RegistrationStatus.SUBMITTED
        self.people[4].status = RegistrationStatus.CANCELLED
        self.codes = [self.badge(person) for person in self.people]
        make_place(self.people[0], self.event)
        make_place(self.people[1], self.event, PlaceStatus.WAITING)
        self.device = make_device(self.week, role)
        carry(client, self.device)

    def badge(self, person: Registration) -> str:
        """The code on somebody's badge; of nobody where they are not confirmed."""
        if not person.is_confirmed:
            return ""
        return str(badges.code_of(badges.issue(person)))

    def message(self, known: Any = None) -> Any:
        """What the server sends now, whole or since `known`."""
        kept.forget(wholly=False)
        query = {"since": known["made_at"], "mark": known["mark"]} if known else {}
        address = f"/desk/{self.desk.id}/list"
        return self.client.get(address, query_string=query).get_json()

    def run(self, script: str, *messages: Any, **given: Any) -> Any:
        """Run `script` on a device that gets these messages one after the other."""
        given |= {"messages": messages, "codes": self.codes, "now": str(self.time.now)}
        given |= {"event": str(self.event.id), "desk": str(self.desk.id)}
        return run(OPEN + script, given, "list")


def test_a_device_judges_by_the_same_table_as_the_server() -> None:
    wrong = run(
        """
        const rules = {
          status: "scheduled", signup: "open", capacity: null, direction: null,
          admits: "as_signed_up", kinds: [], delegations: [], opens_at: null,
          closes_at: null, late_from: null, lateness: "admit", seats_until: null,
          entries: null, most_inside: null, warn_inside: null, warn: null };
        const anybody = { status: "confirmed", place: null, kind: "delegate",
          delegation: null, revoked: false };
        return given.filter((one) => one.only !== "server").flatMap((one) => {
          const { here = null, entries, direction, inside } = one;
          const { verdict } = judge.judge(one.person && { ...anybody, ...one.person }, {
            rules: { ...rules, ...one.rules }, now: Date.parse("2027-03-08T09:00:00Z"),
            direction, inside, here, entries });
          return verdict === one.verdict ? [] : [[one.about, verdict]];
        });""",
        json.loads(CASES.read_text("utf-8")),
        "judge",
    )

    assert wrong == []


def test_names_are_folded_sign_by_sign_as_on_the_server() -> None:
    blocks = (*range(0x2500), *range(0x2C00, 0x3400), *range(0xA640, 0xABFF))
    blocks += (
        *range(0xAC00, 0xD7A3, 97),
        *range(0xF900, 0x10000),
        *range(0x10400, 0x10500),
    )
    signs = [
        f"a{sign}b"
        for sign in map(chr, blocks)
        if unicodedata.category(sign) not in {"Cn", "Cs"}  # a newer browser knows more
    ]

    folded = run(
        "return given.map((one) => folding.searchable(one));", signs, "folding"
    )

    pairs = zip(signs, folded, strict=True)
    assert [(one, told) for one, told in pairs if told != searchable(one)] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True, scope="session")
def test_the_list_finds_whom_the_server_finds(
    client: Client, time: StoppedClock
) -> None:
    hall = Hall(client, DeskRole.REGISTRATION, time)
    words = [
        *WORDS,
        *NAMES[1:6],
        hall.people[2].reference,
        hall.people[2].reference[:5],
    ]
    words.append(show_reference(hall.people[2].reference).lower())
    address, event = f"/desk/{hall.desk.id}/people", str(hall.event.id)
    by_server = [
        client.get(address, query_string={"q": word, "event": event}).get_json()[
            "people"
        ]
        for word in words
    ]

    by_list = hall.run(
        "return given.words.map((word) => desk.find(word));",
        hall.message(),
        words=words,
    )

    compared = ("name", "number", "reference", "role", "institution", "state")
    for word, told, found in zip(words, by_server, by_list, strict=True):
        said = [{key: one[key] for key in compared} for one in found]
        assert said == [{key: one[key] for key in compared} for one in told], word
    assert [len(found) for found in by_list[:3]] == [1, 1, 1]


@pytest.mark.parametrize("role", [DeskRole.STEWARD, DeskRole.REGISTRATION])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True, scope="session")
def test_a_device_tells_what_the_server_would(
    client: Client, time: StoppedClock, role: DeskRole
) -> None:
    hall = Hall(client, role, time)
    first = hall.message()
    time.advance(minutes=1)
    lost = hall.codes[0]
    guest = db.session.get_one(Registration, hall.people[0].id)
    new = badges.code_of(badges.reissue(guest, actor="Steward"))
    later = hall.message(first)

    told = hall.run(
        """
        const before = await about(given.lost);
        await remember(given.lost, "admitted", now);
        const again = await about(given.lost);
        const other = open();  // the page is loaded anew, without network
        await other.start();
        const reloaded = await other.tell({ code: given.lost }, { now });
        await remember(given.lost, "undone", now + 1);
        const undone = await about(given.lost);
        await desk.renew("/list");
        const after = [await about(given.lost), await about(given.fresh)];
        const all = [
          before, again, reloaded, undone, ...after, await about(given.codes[1]),
          await about(given.stranger), await about(given.lost.slice(0, -3)),
          await about("4006381333931")];
        return { verdicts: all.map((one) => one.verdict), person: before, asked };""",
        first,
        later,
        lost=lost,
        fresh=new,
        stranger=compose(CodeKind.PERSON, b"sixteen unknown."),
    )

    assert told["verdicts"][:6] == [
        *("admitted", "already_here", "already_here", "admitted", "revoked", "admitted")
    ]
    assert told["verdicts"][6:] == [*("wrong_event", "unknown", "misread", "unknown")]
    assert told["person"]["name"]["native"] == "王小明"
    assert told["person"]["institution"] == "Opole University"
    assert told["asked"][1].startswith("/list?since=2027")


@pytest.mark.parametrize("role", [DeskRole.STEWARD, DeskRole.REGISTRATION])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True, scope="session")
def test_the_card_of_a_delegation_shows_its_people_without_network(
    client: Client, time: StoppedClock, role: DeskRole
) -> None:
    hall = Hall(client, role, time)
    delegation = make_delegation(hall.week, label="Engineers")
    for person in hall.people[5:8]:
        person.delegation_id = delegation.id
    hall.people[7].is_head = True
    card = code_of_card(issue_card(delegation.id))
    title = delegation.title

    group, kin, delegation = hall.run(
        """
        const { group } = await about(given.card);
        await remember(given.codes[6], "admitted", now);
        const { delegation } = await about(given.codes[5]);
        return [group, await desk.kin(given.codes[5]), delegation];""",
        hall.message(),
        card=card,
    )

    assert group["delegation"]["title"] == title
    names = [one["name"]["latin"] for one in group["members"]]
    assert names == [NAMES[7], NAMES[5], NAMES[6]]
    searches = role is DeskRole.REGISTRATION
    assert (kin and len(kin["members"])) == (3 if searches else None)
    assert (delegation and (delegation["here"], delegation["of"])) == (
        (1, 3) if searches else None
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True, scope="session")
def test_a_device_forgets_an_old_list_and_trusts_a_new_one(
    client: Client, time: StoppedClock
) -> None:
    hall = Hall(client, DeskRole.STEWARD, time)

    told = hall.run(
        """
        const real = Date.now;
        const kept = () => [...boxes.kept.keys()].sort();
        const answers = [
          desk.isSealed, desk.find("王"), desk.count > 10, kept().includes("list")];
        desk.heard({ revoked: [], list: { mark: desk.mark } }, "/list");
        answers.push(asked.length);
        desk.heard({ revoked: [given.name], list: { mark: desk.mark } }, "/list");
        answers.push((await about(given.codes[0])).verdict);
        Date.now = () => real() + 13 * 3600e3;
        answers.push((await about(given.codes[0])).verdict);
        const other = open();
        await other.start();
        answers.push(other.mark, kept());
        return answers;""",
        hall.message(),
        name=opener(BadgeCode(hall.codes[0]), salt_of(hall.week.id)).text,
    )

    assert told == [True, None, True, True, 1, "revoked", None, None, []]
