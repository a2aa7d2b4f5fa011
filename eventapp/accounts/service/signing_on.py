"""Whose account it is that a provider of OpenID Connect vouches for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eventapp.accounts import factor_notices as notices
from eventapp.accounts import factor_queries, queries
from eventapp.accounts.factor_errors import LinkTaken, NobodyHere, OnlyWayIn
from eventapp.accounts.factors import SignOnLink
from eventapp.accounts.models import Account
from eventapp.accounts.providers import Provider
from eventapp.accounts.service.appointing import others_administer
from eventapp.accounts.service.noting import note_own
from eventapp.accounts.vocabulary import Role
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock

LONGEST_NAME = 200
LONGEST_ADDRESS = 254


@dataclass(frozen=True)
class Person:
    """Whom a provider vouches for; its word was checked before."""

    subject: str
    address: str  # folded; empty where it is not verified, or not given
    name: str
    groups: tuple[str, ...]

    @classmethod
    def of_claims(cls, claims: Mapping[str, Any], provider: Provider) -> "Person":
        """What the checked claims say; an address only where it is verified."""
        address = str(claims.get("email") or "").strip().casefold()
        is_good = claims.get("email_verified") is True and provider.trusts(address)
        fits = "@" in address and len(address) <= LONGEST_ADDRESS
        groups = claims.get(provider.groups_claim) or []
        return cls(
            subject=str(claims["sub"]),
            address=address if is_good and fits else "",
            name=str(claims.get("name") or address.partition("@")[0])[:LONGEST_NAME],
            groups=tuple(one for one in groups if isinstance(one, str))
            if isinstance(groups, list)
            else (),
        )


def account_of(person: Person, provider: Provider) -> Account:
    """The account that signs on: linked before, found by its address, or made now.

    Raises:
        NobodyHere: there is none, or it is disabled.
    """
    link = factor_queries.link_by_subject(provider.key, person.subject)
    if link is None:
        link = _first_time(person, provider)
    account = link.account
    if not account.is_enabled:
        raise NobodyHere
    link.used_at = clock.now()
    if link.has_made_account and provider.roles:
        _follow_groups(account, person, provider)
    return account


def link_to(account: Account, person: Person, provider: Provider) -> SignOnLink:
    """Let an account, which is signed in, sign on as this person from now on.

    Raises:
        LinkTaken: the person is another account, or the account another person.
    """
    lock(account)
    known = factor_queries.link_by_subject(provider.key, person.subject)
    if known is not None and known.account_id == account.id:
        return known
    if known is not None or factor_queries.link_of(account.id, provider.key):
        raise LinkTaken
    return _link(account, person, provider, has_made_account=False)


def unlink(link: SignOnLink, provider: Provider | None) -> None:
    """Let this sign-on open the account no more.

    Raises:
        OnlyWayIn: nothing else would open it.
    """
    account = link.account
    others = [one for one in factor_queries.links_of(account.id) if one is not link]
    has_other = account.password_hash or factor_queries.passkeys_of(account.id)
    if not has_other and not others:
        raise OnlyWayIn
    db.session.delete(link)
    db.session.flush()
    label = provider.label if provider else link.provider
    note_own(account, "account.unlinked", after={"provider": label})


def _first_time(person: Person, provider: Provider) -> SignOnLink:
    """Link who comes this way for the first time.

    Whoever is another person there already is not this one: an address that was given
    to a successor does not open the predecessor's account.
    """
    found = queries.account_by_address(person.address) if person.address else None
    if found is not None:
        if not found.is_enabled or factor_queries.link_of(found.id, provider.key):
            raise NobodyHere
        return _link(found, person, provider, has_made_account=False)
    if not provider.makes_accounts or not person.address:
        raise NobodyHere
    account = add(
        Account(
            address=person.address,
            name=person.name,
            role=provider.role_of(person.groups),
            password_hash=None,
            is_enabled=True,
            created_at=clock.now(),
        )
    )
    note_own(account, "account.made_by_sign_on", after={"provider": provider.label})
    return _link(account, person, provider, has_made_account=True)


def _link(
    account: Account, person: Person, provider: Provider, *, has_made_account: bool
) -> SignOnLink:
    now = clock.now()
    link = add(
        SignOnLink(
            account=account,
            provider=provider.key,
            subject=person.subject,
            has_made_account=has_made_account,
            linked_at=now,
        )
    )
    note_own(account, "account.linked", after={"provider": provider.label})
    if not has_made_account:
        notices.linked(account, provider.label)
    return link


def _follow_groups(account: Account, person: Person, provider: Provider) -> None:
    """Give the role that the groups give today; appointments in weeks stay."""
    before, after = account.role, provider.role_of(person.groups)
    if before is after:
        return
    if before is Role.ADMINISTRATOR and not others_administer(account):
        return  # somebody must be left who may change this
    account.role = after
    note(
        "account.role_followed",
        actor=provider.label,
        subject=account.name,
        subject_id=account.id,
        details={"before": _word(before), "after": _word(after)},
    )


def _word(role: Role | None) -> str:
    return role.value if role else ""
