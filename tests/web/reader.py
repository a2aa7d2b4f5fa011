"""A reader who only asks: nothing is written between two questions.

`tests.conftest.Client` commits what a test wrote before each request, and a commit
makes a process ask anew; who wants to see what is kept commits once, and reads so.
"""

from typing import Any

from flask import Flask, g, request_started
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from eventapp.kernel import i18n
from eventapp.kernel.db import db, may_write


class Reader(FlaskClient):
    """A calendar program, or a browser, of a stranger."""

    def __init__(self, app: Flask) -> None:
        """Count what reaches Flask."""
        super().__init__(app, app.response_class)
        self.passed_on = 0
        request_started.connect(self._note, app)  # until we are gone

    def _note(self, _app: object, **_rest: object) -> None:
        self.passed_on += 1

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask, and leave the context of the test as it was."""
        language = i18n.spoken()
        for name in list(g):
            g.pop(name)
        try:
            return super().open(*args, **kwargs)
        finally:
            db.session.rollback()
            db.session.expire_all()
            i18n.speak(language)
            may_write(allowed=True)
