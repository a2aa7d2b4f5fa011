"""Passkeys: made, and asked to prove somebody (WebAuthn level 3)."""

import ipaddress
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from eventapp.accounts import factor_queries as queries
from eventapp.accounts.factor_errors import PasskeyKnown, PasskeyRefused
from eventapp.accounts.factors import Passkey
from eventapp.accounts.models import Account
from eventapp.accounts.service.limits import spend
from eventapp.accounts.service.stepping import ISSUER, factor_added
from eventapp.config import current
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock

ASKED = timedelta(minutes=10)  # so long may somebody look for the key
LONGEST = 20_000  # signs of an answer; none of a browser is nearly as long
TRANSPORTS = frozenset(one.value for one in AuthenticatorTransport)
# What the library raises for octets that no browser sends.
UNREADABLE = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True)
class Site:
    """For whom a passkey is made: a host, and the page that asks."""

    host: str
    origin: str
    is_fit: bool  # browsers make none for numbers of machines, or without TLS


def site() -> Site:
    """The site as people reach it, whatever a request claims."""
    parts = urlsplit(current().address)
    host = parts.hostname or ""
    is_fit = parts.scheme == "https" or host == "localhost"
    return Site(
        host, f"{parts.scheme}://{parts.netloc}", is_fit and not _is_number(host)
    )


def creation_options(account: Account) -> dict[str, Any]:
    """What the browser is asked so that a device makes a passkey."""
    options = webauthn.generate_registration_options(
        rp_id=site().host,
        rp_name=ISSUER,
        user_id=account.id.bytes,
        user_name=account.address,
        user_display_name=account.name,
        exclude_credentials=_descriptors(queries.passkeys_of(account.id)),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    told: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return told


def request_options(account: Account | None = None) -> dict[str, Any]:
    """What the browser is asked so that a passkey proves somebody.

    Of an account: one of its own, beside a password. Else whichever the person has,
    which must look at a face, a finger or a number first.
    """
    alone = account is None
    options = webauthn.generate_authentication_options(
        rp_id=site().host,
        allow_credentials=_descriptors(queries.passkeys_of(account.id))
        if account
        else None,
        user_verification=UserVerificationRequirement.REQUIRED
        if alone
        else UserVerificationRequirement.PREFERRED,
    )
    told: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return told


def add_passkey(
    account: Account, name: str, answer: str, *, challenge: str
) -> tuple[Passkey, Sequence[str]]:
    """Keep a new passkey; with the recovery codes, where it is the first factor.

    Raises:
        PasskeyRefused: it was not made for this question, or not for this site.
        PasskeyKnown: somebody has it already.
    """
    known = site()
    _spend(challenge)
    try:
        parts = _parts(answer)
        made = webauthn.verify_registration_response(
            credential=parts,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=known.host,
            expected_origin=known.origin,
        )
        transports = parts["response"].get("transports") or []
    except UNREADABLE:
        raise PasskeyRefused from None
    if queries.passkey_by_credential(made.credential_id) is not None:
        raise PasskeyKnown
    kept = add(
        Passkey(
            account=account,
            name=name,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            uses=made.sign_count,
            transports=tuple(one for one in transports if one in TRANSPORTS),
            is_synced=made.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
            made_at=clock.now(),
        )
    )
    return kept, factor_added(account, name, "passkey")


def proven_by(
    answer: str, *, challenge: str, account_id: UUID | None = None
) -> Account:
    """Whom a passkey proves: this account, or without one whose it is.

    Raises:
        PasskeyRefused: nobody's, somebody else's, or not an answer to this question.
    """
    known = site()
    _spend(challenge)
    try:
        parts = _parts(answer)
        passkey = queries.passkey_by_credential(base64url_to_bytes(parts["id"]))
        handle = parts["response"].get("userHandle")
        bearer = base64url_to_bytes(handle) if handle else None
    except UNREADABLE:
        raise PasskeyRefused from None
    if passkey is None or not _is_meant(passkey, bearer, account_id):
        raise PasskeyRefused
    lock(passkey)
    try:
        proof = webauthn.verify_authentication_response(
            credential=parts,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=known.host,
            expected_origin=known.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.uses,
            require_user_verification=account_id is None,
        )
    except UNREADABLE:
        raise PasskeyRefused from None
    passkey.uses = proof.new_sign_count
    passkey.used_at = clock.now()
    db.session.flush()
    return passkey.account


def _is_meant(passkey: Passkey, bearer: bytes | None, account_id: UUID | None) -> bool:
    """Whether this passkey may answer; alone it has to say whose it is."""
    owner = passkey.account
    if not owner.is_enabled:
        return False
    if account_id is None:
        return bearer == owner.id.bytes
    return owner.id == account_id and bearer in {None, owner.id.bytes}


def _spend(challenge: str) -> None:
    """One question has one answer: what was overheard answers nothing again."""
    if not challenge or not spend(f"passkey {challenge}"):
        raise PasskeyRefused


def _parts(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST:
        raise ValueError(len(answer))
    parts: dict[str, Any] = json.loads(answer)
    return parts


def _descriptors(passkeys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=one.credential_id,
            transports=[AuthenticatorTransport(how) for how in one.transports],
        )
        for one in passkeys
    ]


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
