"""What privacy does when registration announces something."""

from eventapp.kernel.personal import Purpose, Sensitivity
from eventapp.privacy.sweeping import run_all, sweeps
from eventapp.registration import signals
from eventapp.registration.models.registrations import Registration


def connect() -> None:
    """Listen; app.py calls this once."""
    signals.sensitive_withdrawn.connect(erase_sensitive)


def erase_sensitive(registration: Registration) -> None:
    """Empty at once whatever tells of health or belief, in every table."""
    own = Registration.__table__.c.id == registration.id
    run_all(
        sweeps(
            list(Purpose),
            "registration",
            own,
            only=Sensitivity.SENSITIVE,
        )
    )
