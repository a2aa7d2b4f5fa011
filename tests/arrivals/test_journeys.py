"""Journeys: own or shared, kept with what they were before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from eventapp.arrivals.entries import JourneyEntry, PointEntry
from eventapp.arrivals.errors import InUse, KeyTaken
from eventapp.arrivals.models.journeys import Journey, JourneyChange
from eventapp.arrivals.service.journeys import keep_journey, travel_together
from eventapp.arrivals.service.points import keep_point, point_for, remove_point
from eventapp.arrivals.travellers import travellers, way_of
from eventapp.arrivals.vocabulary import Direction, PointKind, TravelMode
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from tests.builders import (
    MORNING,
    make_delegation,
    make_journey,
    make_point,
    make_registration,
    make_week,
)
from tests.conftest import StoppedClock

pytestmark = pytest.mark.usefixtures("time")
ARRIVAL = Direction.ARRIVAL


def test_a_member_without_a_journey_travels_with_the_delegation() -> None:
    week = make_week()
    delegation = make_delegation(week)
    member = make_registration(week, delegation=delegation)
    other = make_registration(week, delegation=delegation)
    shared, own = make_journey(delegation), make_journey(other)

    assert way_of(member, ARRIVAL) is shared
    assert way_of(other, ARRIVAL) is own
    assert [one.is_shared for one in travellers(week, ARRIVAL)] == [True, False]


def test_who_accompanies_a_delegate_travels_with_them_unless_told_otherwise() -> None:
    week = make_week()
    delegate = make_registration(week)
    beside = make_registration(week, accompanies_id=delegate.id)
    shared = make_journey(delegate)

    assert way_of(beside, ARRIVAL) is shared
    own = make_journey(beside)
    assert way_of(beside, ARRIVAL) is own
    travel_together(beside, ARRIVAL)
    assert way_of(beside, ARRIVAL) is shared


def test_what_a_journey_was_before_is_kept(time: StoppedClock) -> None:
    week = make_week()
    traveller, point = make_registration(week), make_point(week)
    journey = make_journey(traveller, point)
    before = journey.at
    assert before
    time.advance(minutes=5)

    entry = JourneyEntry(
        ARRIVAL,
        mode=TravelMode.FLIGHT,
        number="ZZ416",
        point_id=point.id,
        at=before + timedelta(hours=3),
        needs_pickup=True,
    )
    assert keep_journey(traveller, entry) is journey
    keep_journey(traveller, entry)
    keep_journey(traveller, replace(entry, note="Two large cases"))

    (change,) = db.session.scalars(select(JourneyChange))
    assert (change.changed_at, change.by) == (time.now, "")
    assert (change.number_before, change.number_after) == ("ZZ415", "ZZ416")
    assert (change.at_before, change.at_after) == (before, before + timedelta(hours=3))


def test_a_journey_not_known_yet_keeps_nothing_else() -> None:
    traveller = make_registration()
    make_journey(traveller)

    journey = keep_journey(traveller, JourneyEntry(ARRIVAL, number="ZZ1"))

    assert (journey.at, journey.number, journey.point) == (None, None, None)


def test_a_journey_is_of_one_person_or_of_a_delegation() -> None:
    week = make_week()
    delegation, person = make_delegation(week), make_registration(week)
    db.session.add(
        Journey(
            direction=ARRIVAL,
            changed_at=MORNING,
            week_id=week.id,
            registration_id=person.id,
            delegation_id=delegation.id,
        )
    )

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_point_is_found_by_its_code_or_its_name() -> None:
    week = make_week()
    point = make_point(week, "PVG", name=Localised({"zh-Hans": "浦东机场"}))

    assert point_for(week, "pvg") is point_for(week, " 浦东机场 ") is point
    assert point_for(week, "SHA").kind is PointKind.AIRPORT
    assert point_for(week, "Hongqiao Railway Station").kind is PointKind.STATION


def test_two_points_have_two_codes_and_one_in_use_stays() -> None:
    week = make_week()
    point = make_point(week, "PVG")
    make_journey(make_registration(week), point)

    with pytest.raises(KeyTaken):
        keep_point(week, PointEntry("PVG", PointKind.AIRPORT, Localised({"en": "X"})))
    with pytest.raises(InUse):
        remove_point(point)
