"""A mail as its receiver would read it: somebody of the week, or somebody invented."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from eventapp.kernel.codes import show_number
from eventapp.kernel.db import db
from eventapp.kernel.i18n import speaking
from eventapp.kernel.names import searchable
from eventapp.mail.occasions import Occasion, Wording, fill
from eventapp.mail.placeholders import sampled
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices import receiver
from eventapp.registration.wording import frame_of

MOST_FOUND = 8


def as_read(
    occasion: Occasion,
    wording: Wording,
    week: Week,
    language: str,
    registration: Registration | None = None,
) -> Wording:
    """The mail, filled with what we know of `registration`, and with samples."""
    with speaking(language):
        values = sampled(occasion.offered)
        greeting = values.get("greeting", "")
        values |= frame_of(week, None)
        if registration is None:
            values["greeting"] = greeting
        else:
            _name, greeted, about = receiver(registration)
            values |= frame_of(week, greeted)
            values |= {"name": str(registration.name), "about": about}
            if registration.number is not None:
                values["number"] = show_number(registration.number)
    return fill(wording, values)


def somebody_of(week: Week, key: str) -> Registration | None:
    """The registration of this week whom a preview is for."""
    try:
        found = db.session.get(Registration, UUID(key))
    except ValueError:
        return None
    return found if found is not None and found.week_id == week.id else None


def found_by(week: Week, words: str) -> Sequence[Registration]:
    """Some people of the week by name or address."""
    wanted = select(Registration).where(
        Registration.week_id == week.id,
        Registration.erased_at.is_(None),
        Registration.search_text.contains(searchable(words), autoescape=True)
        | Registration.address.icontains(words, autoescape=True),
    )
    return db.session.scalars(
        wanted.order_by(Registration.number, Registration.id).limit(MOST_FOUND)
    ).all()
