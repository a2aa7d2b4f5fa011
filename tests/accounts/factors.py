"""Rows of somebody's second step, for tests of the whole site."""

from typing import Any
from uuid import uuid4

from eventapp.accounts.factors import Passkey
from eventapp.accounts.models import Account
from eventapp.accounts.service import stepping
from eventapp.kernel import clock
from eventapp.kernel.db import add


def make_factors(account: Account) -> dict[str, Any]:
    """An app that was begun, and a passkey, by the names that addresses give them."""
    app = stepping.begin_authenticator(account, "Own phone")
    passkey = add(
        Passkey(
            account=account,
            name="Own laptop",
            credential_id=uuid4().bytes,
            public_key=b"of nobody",
            uses=0,
            transports=(),
            is_synced=False,
            made_at=clock.now(),
        )
    )
    return {"app_id": app.id, "passkey_id": passkey.id, "provider": "campus"}
