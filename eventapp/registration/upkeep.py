"""What the worker does for registrations by itself."""

from eventapp.kernel.db import writing
from eventapp.registration.service import answering


def forget_waiting_files() -> None:
    """Forget files whose form never came back."""
    with writing():
        answering.forget_waiting_files()
