"""The second step: codes of an app, recovery codes, passkeys, who must have one."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pyotp
import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, text

from eventapp import config
from eventapp.accounts import commands
from eventapp.accounts import factor_queries as queries
from eventapp.accounts.errors import TooManyAttempts
from eventapp.accounts.factor_errors import (
    LastFactor,
    NeedsOwnFactor,
    OwnFactors,
    PasskeyKnown,
    PasskeyRefused,
    WrongCode,
)
from eventapp.accounts.factors import Authenticator, RecoveryCode
from eventapp.accounts.models import Account, Appointment
from eventapp.accounts.service import passkeys, requiring, stepping
from eventapp.accounts.service.stepping import Factor
from eventapp.accounts.vocabulary import Role
from eventapp.journal.models import Entry
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.mail.models import Message
from tests.accounts.soft_passkey import SoftPasskey
from tests.builders import make_account
from tests.conftest import StoppedClock
from tests.programme.contest import at_once

AGAINST = {
    "another site": {"origin": "https://week.evil.example"},
    "another question": {"challenge": "YW5vdGhlciBxdWVzdGlvbg"},
    "another deed": {"type": "webauthn.create"},
}


def code_of(app: Authenticator, seconds: int = 0) -> str:
    made = pyotp.TOTP(stepping.secret_of(app))
    return made.at(clock.now().timestamp() + seconds)


def with_app(account: Account) -> tuple[Authenticator, list[str]]:
    """An app that is set up, and the recovery codes."""
    app = stepping.begin_authenticator(account, "Own phone")
    db.session.commit()
    codes = stepping.confirm_authenticator(app, code_of(app))
    db.session.commit()
    return app, list(codes)


@pytest.fixture
def anna(time: StoppedClock) -> Account:
    assert time
    account = make_account(role=Role.ORGANISER)
    db.session.commit()
    return account


@pytest.fixture(autouse=True)
def settings(app: Flask) -> Iterator[None]:
    """Whatever a test sets ends with it."""
    assert app
    before = config.current()
    yield
    config.use(before)


@pytest.fixture
def secure() -> None:
    """The site is reached at an address for which browsers make passkeys."""
    config.use(replace(config.current(), address="https://week.example"))


def test_an_app_counts_once_its_code_was_typed(anna: Account) -> None:
    app = stepping.begin_authenticator(anna, "Own phone")
    db.session.commit()
    assert not stepping.needs_second_step(anna)
    assert "issuer=Partnership%20Week" in stepping.address_of(app)

    with pytest.raises(WrongCode):
        stepping.confirm_authenticator(app, "000000")
    codes = stepping.confirm_authenticator(app, code_of(app))

    assert stepping.needs_second_step(anna)
    assert len(set(codes)) == stepping.RECOVERY_CODES


def test_secrets_are_sealed_and_recovery_codes_are_digests(anna: Account) -> None:
    app, codes = with_app(anna)

    kept = db.session.execute(text("SELECT secret FROM authenticator")).scalar_one()
    digests = db.session.scalars(select(RecoveryCode.digest)).all()

    assert stepping.secret_of(app).encode() not in bytes(kept)
    assert all(len(one) == 32 for one in digests)
    assert not any(codes[0].replace("-", "").encode() in one for one in digests)


def test_no_code_is_taken_twice_nor_an_older_one_after_it(
    anna: Account, time: StoppedClock
) -> None:
    app, _codes = with_app(anna)
    time.advance(seconds=60)
    older, present = code_of(app, -30), code_of(app)

    assert stepping.take_code(anna, f" {present[:3]} {present[3:]}") is Factor.TOTP
    for replayed in (present, older):
        with pytest.raises(WrongCode):
            stepping.take_code(anna, replayed)

    assert stepping.take_code(anna, code_of(app, 30)) is Factor.TOTP


def test_a_phone_may_be_wrong_by_half_a_minute_and_no_more(
    anna: Account, time: StoppedClock
) -> None:
    app, _codes = with_app(anna)
    time.advance(minutes=5)

    for seconds in (-60, 60):
        with pytest.raises(WrongCode):
            stepping.take_code(anna, code_of(app, seconds))
    assert stepping.take_code(anna, code_of(app, -30)) is Factor.TOTP


def test_in_a_demonstration_codes_follow_the_phone(
    anna: Account, time: StoppedClock
) -> None:
    app = stepping.begin_authenticator(anna, "Own phone")
    db.session.commit()
    clock.stop(None)
    clock.shift(time.now - clock.now())
    try:
        shown = pyotp.TOTP(stepping.secret_of(app)).now()
        assert stepping.confirm_authenticator(app, shown)
    finally:
        clock.shift(time.now - time.now)


def test_a_recovery_code_opens_once_and_its_owner_is_told(anna: Account) -> None:
    _app, codes = with_app(anna)

    factor = stepping.take_code(anna, codes[3].lower().replace("-", " "))
    with pytest.raises(WrongCode):
        stepping.take_code(anna, codes[3])

    assert factor is Factor.RECOVERY
    assert queries.recovery_codes_left(anna.id) == 9
    told = db.session.scalars(select(Message.text)).all()
    assert any("9 codes are left." in one for one in told)


def test_of_many_who_come_at_once_a_code_lets_in_one(app: Flask, anna: Account) -> None:
    _app, codes = with_app(anna)
    key = anna.id
    db.session.commit()

    def take() -> None:
        stepping.take_code(db.session.get_one(Account, key), codes[0])

    said = at_once(app, [take] * 5)

    assert sorted(said) == [*["WrongCode"] * 4, "done"]


def test_new_recovery_codes_take_the_place_of_the_old(anna: Account) -> None:
    _app, old = with_app(anna)

    new = stepping.new_recovery_codes(anna)
    db.session.commit()

    with pytest.raises(WrongCode):
        stepping.take_code(anna, old[0])
    assert stepping.take_code(anna, new[0]) is Factor.RECOVERY


def test_after_ten_wrong_codes_even_the_right_one_waits(
    anna: Account, time: StoppedClock
) -> None:
    app, codes = with_app(anna)
    for _n in range(stepping.TRIES):
        with pytest.raises(WrongCode):
            stepping.take_code(anna, "not a code")
    time.advance(minutes=1)

    with pytest.raises(TooManyAttempts):
        stepping.take_code(anna, code_of(app))
    with pytest.raises(TooManyAttempts):
        stepping.take_code(anna, codes[0])
    time.advance(minutes=16)
    assert stepping.take_code(anna, code_of(app)) is Factor.TOTP


def test_the_code_of_somebody_else_opens_nothing(anna: Account) -> None:
    other = make_account(role=Role.STEWARD)
    db.session.commit()
    with_app(anna)
    foreign, foreign_codes = with_app(other)

    for typed in (code_of(foreign, 30), foreign_codes[0]):
        with pytest.raises(WrongCode):
            stepping.take_code(anna, typed)


def test_a_new_key_of_the_vault_seals_the_secrets_anew(anna: Account) -> None:
    app, _codes = with_app(anna)
    secret = stepping.secret_of(app)
    before = config.current()
    config.use(replace(before, vault_keys=("another key, which is long enough " * 2,)))

    assert stepping.seal_anew() == (1, 0)
    assert stepping.seal_anew() == (0, 0)
    assert stepping.secret_of(app) == secret
    config.use(replace(before, secret_key="nobody knows the key that sealed it"))
    assert stepping.seal_anew() == (0, 1)


@pytest.mark.parametrize("is_appointed", [False, True])
def test_a_role_that_must_have_a_second_step_keeps_the_last_one(
    anna: Account, *, is_appointed: bool
) -> None:
    app, _codes = with_app(anna)
    requiring.require_of({Role.EDITOR}, by=anna)
    if is_appointed:
        db.session.add(
            Appointment(
                account_id=anna.id,
                week_id=uuid4(),
                role=Role.EDITOR,
                appointed_at=clock.now(),
            )
        )
        db.session.flush()
        with pytest.raises(LastFactor):
            stepping.end_authenticator(app)
    else:
        assert not queries.must(anna.id)
        stepping.end_authenticator(app)
        assert not stepping.needs_second_step(anna)
        assert queries.recovery_codes_left(anna.id) == 0


def test_who_demands_a_second_step_has_one(anna: Account) -> None:
    with pytest.raises(NeedsOwnFactor):
        requiring.require_of({Role.ORGANISER}, by=anna)

    with_app(anna)
    requiring.require_of({Role.ORGANISER, Role.ADMINISTRATOR}, by=anna)
    requiring.require_of({Role.ORGANISER}, by=anna)

    assert queries.stepped_roles() == {Role.ORGANISER}
    line = db.session.scalars(
        select(Entry).where(Entry.action == "account.second_step_required")
    ).all()[-1]
    assert line.details == {"before": "Administrator, Organiser", "after": "Organiser"}


def test_another_administrator_helps_who_has_lost_the_phone(anna: Account) -> None:
    _app, codes = with_app(anna)
    with pytest.raises(OwnFactors):
        requiring.forget_factors(anna, by=anna, reason="lost")

    requiring.forget_factors(anna, by=make_account(), reason="Phone lost, seen at desk")
    db.session.commit()

    assert not stepping.needs_second_step(anna)
    with pytest.raises(WrongCode):
        stepping.take_code(anna, codes[0])
    subjects = db.session.scalars(select(Message.subject)).all()
    assert "Your second step was taken away" in subjects


def test_whoever_runs_the_machine_helps_the_last_administrator(anna: Account) -> None:
    with_app(anna)

    told = CliRunner().invoke(commands.group, ["forget-factors", anna.address])

    assert told.exit_code == 0, told.output
    assert not stepping.needs_second_step(anna)
    nobody = CliRunner().invoke(commands.group, ["forget-factors", "x@host.example"])
    assert "There is no account for x@host.example." in nobody.output


@pytest.mark.usefixtures("secure")
def test_a_passkey_proves_its_owner_alone_and_beside_a_password(anna: Account) -> None:
    device = SoftPasskey()
    options = passkeys.creation_options(anna)
    kept, codes = passkeys.add_passkey(
        anna, "Own laptop", device.made(options), challenge=options["challenge"]
    )

    assert (kept.name, kept.transports, len(codes)) == ("Own laptop", ("internal",), 10)
    alone = passkeys.request_options()
    proof = device.proof(alone)
    assert passkeys.proven_by(proof, challenge=alone["challenge"]) is anna
    beside = passkeys.request_options(anna)
    proof = device.proof(beside, looks=False)
    proven = passkeys.proven_by(
        proof, challenge=beside["challenge"], account_id=anna.id
    )
    assert proven is anna
    assert kept.uses == 2


@pytest.mark.usefixtures("secure")
@pytest.mark.parametrize("changes", AGAINST.values(), ids=AGAINST)
def test_an_answer_that_was_made_for_something_else_proves_nobody(
    anna: Account, changes: dict[str, Any]
) -> None:
    device = SoftPasskey()
    options = passkeys.creation_options(anna)
    passkeys.add_passkey(
        anna, "Laptop", device.made(options), challenge=options["challenge"]
    )
    asked = passkeys.request_options()

    with pytest.raises(PasskeyRefused):
        passkeys.proven_by(device.proof(asked, **changes), challenge=asked["challenge"])


@pytest.mark.usefixtures("secure")
def test_a_passkey_answers_for_its_owner_once_and_only_after_a_look(
    anna: Account,
) -> None:
    device, other = SoftPasskey(), make_account()
    options = passkeys.creation_options(anna)
    made = device.made(options)
    passkeys.add_passkey(anna, "Laptop", made, challenge=options["challenge"])
    again = passkeys.creation_options(other)
    with pytest.raises(PasskeyKnown):
        passkeys.add_passkey(
            other, "Mine", device.made(again), challenge=again["challenge"]
        )
    device.bearer = options["user"]["id"].encode()
    asked = [passkeys.request_options() for _n in range(5)]
    proof = device.proof(asked[0])
    passkeys.proven_by(proof, challenge=asked[0]["challenge"])

    refused = [
        (proof, asked[0], {}),  # replayed
        (device.proof(asked[1], looks=False), asked[1], {}),
        (device.proof(asked[2]), asked[2], {"account_id": other.id}),
        ('{"id": "eA", "response": {}}', asked[3], {}),
    ]
    for answer, question, whose in refused:
        with pytest.raises(PasskeyRefused):
            passkeys.proven_by(answer, challenge=question["challenge"], **whose)
    anna.is_enabled = False
    with pytest.raises(PasskeyRefused):
        passkeys.proven_by(device.proof(asked[4]), challenge=asked[4]["challenge"])


@pytest.mark.usefixtures("secure")
@pytest.mark.parametrize("answer", ["", "x", "[]", "{}", "null", '{"id": 3}'])
def test_octets_that_are_no_passkey_are_refused(anna: Account, answer: str) -> None:
    options = passkeys.creation_options(anna)
    with pytest.raises(PasskeyRefused):
        passkeys.add_passkey(anna, "X", answer, challenge=options["challenge"])
    with pytest.raises(PasskeyRefused):
        passkeys.proven_by(answer, challenge=passkeys.request_options()["challenge"])


@pytest.mark.parametrize(
    ("address", "is_fit"),
    [
        ("https://week.example", True),
        ("http://localhost:8000", True),
        ("http://week.example", False),
        ("http://127.0.0.1:8000", False),
        ("https://[::1]:8000", False),
    ],
)
def test_passkeys_need_a_name_and_a_safe_way(address: str, *, is_fit: bool) -> None:
    config.use(replace(config.current(), address=address))

    assert passkeys.site().is_fit is is_fit
