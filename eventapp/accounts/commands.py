"""Accounts from the command line: the first one, and when all else fails."""

import click

from eventapp.accounts import queries
from eventapp.accounts.models import Account
from eventapp.accounts.service import linking
from eventapp.accounts.service.accounts import create_account
from eventapp.accounts.service.requiring import forget_factors
from eventapp.accounts.vocabulary import Role
from eventapp.kernel import i18n
from eventapp.kernel.db import writing
from eventapp.kernel.errors import Refusal

ROLES = click.Choice([role.value for role in Role])
LANGUAGES = click.Choice([one.tag for one in i18n.LANGUAGES])


@click.group("account")
def group() -> None:
    """Accounts of the office and the desks."""


@group.command()
@click.argument("address")
@click.option("--name", required=True, help="As colleagues know the person.")
@click.option("--role", type=ROLES, required=True, help="In all weeks.")
def create(address: str, name: str, role: str) -> None:
    """Make an account for ADDRESS; its password is asked for."""
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        with writing():
            create_account(address, name, Role(role), password)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{address} may sign in.")


@group.command()
@click.argument("address")
@click.option("--name", required=True, help="As colleagues know the person.")
@click.option("--role", type=ROLES, required=True, help="In all weeks.")
@click.option("--language", type=LANGUAGES, default=i18n.DEFAULT.tag, help="Of mails.")
def invite(address: str, name: str, role: str, language: str) -> None:
    """Mail ADDRESS a link by which the person chooses a password."""
    try:
        with writing():
            invited = linking.invite(address, name, language)
            invited.role = Role(role)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{address} is invited. The link works for seven days.")


@group.command("forget-factors")
@click.argument("address")
def forget_second_step(address: str) -> None:
    """Let a password alone open ADDRESS again: its second step is lost."""
    with writing():
        account = _account_at(address)
        forget_factors(account, by=None, reason="command line")
    click.echo(f"{account.name} signs in with a password, and sets up a new one.")


@group.command()
@click.argument("address")
def reset(address: str) -> None:
    """Print a link by which the person with ADDRESS chooses another password."""
    with writing():
        account = _account_at(address)
        link = linking.recovery_address(account)
    click.echo(f"Give this to {account.name}. It works once, for one hour:\n{link}")


def _account_at(address: str) -> Account:
    account = queries.account_by_address(address)
    if account is None:
        message = f"There is no account for {address}."
        raise click.ClickException(message)
    return account
