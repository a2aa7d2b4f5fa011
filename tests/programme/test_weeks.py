"""Beginning weeks."""

from datetime import date

from flask import Flask
from sqlalchemy import func, select

from eventapp.kernel.dates import KnownDate
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.weeks import Participation, Week
from eventapp.programme.service.weeks import WeekBeginning, begin_week
from tests.builders import make_institution
from tests.programme.contest import at_once


def test_of_several_who_begin_a_week_at_once_one_gets_its_address(app: Flask) -> None:
    beginning = WeekBeginning(
        slug="spring",
        name=Localised({"en": "Spring week"}),
        city=Localised({"en": "Shanghai"}),
        zone="Asia/Shanghai",
        held=KnownDate(date(2027, 3, 8), date(2027, 3, 12)),
        host_id=make_institution().id,
        contact_address="office@host.example",
    )
    db.session.commit()

    outcomes = at_once(app, [lambda: begin_week(beginning)] * 4)

    assert sorted(outcomes) == ["SlugTaken", "SlugTaken", "SlugTaken", "done"]
    assert db.session.scalar(select(func.count()).select_from(Week)) == 1
    assert db.session.scalar(select(func.count()).select_from(Participation)) == 1
