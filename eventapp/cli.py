"""The command `eventapp`: serve, work, migrate, plant the demonstration week."""

import json
import os
import secrets
import sys
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click
from flask import Flask, has_app_context
from flask_migrate import current as show_current
from flask_migrate import downgrade, migrate, upgrade

from eventapp import processes
from eventapp.accounts import commands as accounts
from eventapp.accounts.service.stepping import seal_anew
from eventapp.app import create_app
from eventapp.config import Settings
from eventapp.demo import week as demonstration
from eventapp.kernel import clock
from eventapp.kernel.db import may_write, writing
from eventapp.mail.delivering import deliver
from eventapp.mail.transport import smtp_transport
from eventapp.operation import commands as running
from eventapp.privacy import commands
from eventapp.variables import ConfigurationError
from eventapp.vault.service import rotate

DEMONSTRATION_BEGINS = "2024-03-27T08:30+08:00"  # half an hour before the opening

Command = TypeVar("Command", bound=Callable[..., Any])


@click.group()
@click.version_option(package_name="eventapp")
def main() -> None:
    """Run a university's partnership week."""


def with_app(command: Command) -> Command:
    """Run a command inside the application, if need be made from the environment."""

    @wraps(command)
    def run_inside(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - click
        if has_app_context():
            return command(*args, **kwargs)
        with _app().app_context():
            may_write(allowed=True)
            return command(*args, **kwargs)

    return cast("Command", run_inside)


@main.command()
@click.option("--port", default=8000, show_default=True, help="Where to listen.")
@click.option("--data", default="data", show_default=True, help="The data folder.")
@click.option("--clock", "begins", help="When the demonstration lives, as an instant.")
def run(port: int, data: str, begins: str | None) -> None:
    """Set everything up by itself, and serve the demonstration week."""
    folder = Path(data).absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    processes.check_port(port)
    _prepare_environment(folder, port, begins)
    with _app().app_context():
        may_write(allowed=True)
        upgrade()
        _plant(folder)
    address = os.environ["EVENTAPP_ADDRESS"]
    click.echo(f"\nPartnership Week is at {address}/weeks/gpw2024/")
    click.echo(
        f"The office is at {address}/organise/, the desks are at {address}/desk/"
    )
    click.echo((folder / "sign-in.txt").read_text(encoding="utf-8"))
    processes.serve("127.0.0.1", port, Settings.from_environment(os.environ))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8000, show_default=True, help="At which port.")
def serve(host: str, port: int) -> None:
    """Serve the site, deliver mail and do jobs, configured by EVENTAPP_*."""
    settings = _settings()
    processes.check_port(port, host)
    processes.serve(host, port, settings)


@main.command()
@with_app
def work() -> None:
    """Deliver mail and do jobs, until stopped."""
    processes.work_until_stopped(_settings())


@main.group("db")
def db_group() -> None:
    """Bring the database to another shape."""


@db_group.command("upgrade")
@click.argument("revision", default="head")
@with_app
def db_upgrade(revision: str) -> None:
    """Upgrade to REVISION (the latest one)."""
    upgrade(revision=revision)


@db_group.command("downgrade")
@click.argument("revision")
@with_app
def db_downgrade(revision: str) -> None:
    """Go back to REVISION."""
    downgrade(revision=revision)


@db_group.command("current")
@with_app
def db_current() -> None:
    """Say at which revision the database is."""
    show_current()


@db_group.command("migrate")
@click.option("--message", "-m", required=True, help="What changed.")
@click.option("--rev-id", required=True, help="Its number, four digits.")
@with_app
def db_migrate(message: str, rev_id: str) -> None:
    """Write a migration from the difference to the models, to be read and mended."""
    migrate(message=message, rev_id=rev_id)


@main.command()
@with_app
def demo() -> None:
    """Upgrade the database, and plant the demonstration week if it is empty."""
    upgrade()
    folder = _settings().data
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if _plant(folder):
        click.echo((folder / "sign-in.txt").read_text(encoding="utf-8"))
    else:
        click.echo("The database has weeks already. Nothing was planted.")


@main.group()
def mail() -> None:
    """Take messages out of the outbox."""


@mail.command("deliver")
@with_app
def mail_deliver() -> None:
    """Deliver what is due, once."""
    transport = smtp_transport(_settings())
    if transport is None:
        click.echo("EVENTAPP_SMTP is not set. Messages are kept in the outbox.")
        return
    click.echo(f"{deliver(transport)} sent.")


@main.group()
def vault() -> None:
    """What is kept sealed, and its keys."""


@vault.command("rotate")
@with_app
def vault_rotate() -> None:
    """Seal everything anew with the first key of EVENTAPP_VAULT_KEY."""
    with writing():
        turned, shut = (sum(pair) for pair in zip(rotate(), seal_anew(), strict=True))
    click.echo(f"{turned} sealed anew. {shut} could not be opened with any key.")


for _command in (
    commands.close_week,
    commands.replay_erasures,
    running.backup,
    running.verify,
    running.restore,
    running.upgrade,
):
    _command.callback = with_app(cast("Callable[..., Any]", _command.callback))
    main.add_command(_command)
for _command in accounts.group.commands.values():
    _command.callback = with_app(cast("Callable[..., Any]", _command.callback))
main.add_command(accounts.group)


def _settings() -> Settings:
    try:
        return Settings.from_environment(os.environ)
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from None


def _app() -> Flask:
    try:
        return create_app()
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from None


def _prepare_environment(folder: Path, port: int, begins: str | None) -> None:
    os.environ.setdefault("EVENTAPP_DATA", str(folder))
    os.environ.setdefault("EVENTAPP_ADDRESS", f"http://127.0.0.1:{port}")
    os.environ.setdefault("EVENTAPP_SECRET_KEY", _own_secret(folder))
    os.environ.setdefault("EVENTAPP_CLOCK_SHIFT", str(_clock_shift(folder, begins)))


def _own_secret(folder: Path) -> str:
    kept = folder / "secret"
    if not kept.exists():
        _write_privately(kept, secrets.token_hex(32))
    return kept.read_text(encoding="ascii").strip()


def _clock_shift(folder: Path, begins: str | None) -> int:
    """Seconds between the demonstration and the machine, kept between two starts."""
    kept = folder / "demonstration.json"
    if kept.exists() and begins is None:
        shift: int = json.loads(kept.read_text(encoding="utf-8"))["clock_shift"]
        return shift
    try:
        instant = datetime.fromisoformat(begins or DEMONSTRATION_BEGINS)
        shift = int((instant - clock.now()).total_seconds())
    except (ValueError, TypeError):
        message = f"--clock must be an instant like {DEMONSTRATION_BEGINS}."
        raise click.ClickException(message) from None
    _write_privately(kept, json.dumps({"clock_shift": shift}))
    return shift


def _plant(folder: Path) -> bool:
    with writing():
        planting = demonstration.plant()
    if planting is None:
        return False
    lines = ["Sign in with:"]
    lines += [
        f"  {one.role.value:<14} {one.address:<26} {one.password}"
        for one in planting.sign_ins
    ]
    _write_privately(folder / "sign-in.txt", "\n".join(lines) + "\n")
    return True


def _write_privately(path: Path, text: str) -> None:
    """Write a file that only its owner can read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    sys.exit(main())
