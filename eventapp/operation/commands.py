"""The commands of whoever runs the site: backup, verify, restore, upgrade."""

from pathlib import Path

import click
from flask_migrate import upgrade as upgrade_tables

from eventapp.kernel.db import db
from eventapp.operation import backing_up, restoring, revisions
from eventapp.operation.archive import Promise
from eventapp.operation.errors import CopyError
from eventapp.operation.tables import revision_of

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("backup")
@click.argument("file", type=FILE, required=False)
@click.option(
    "--keep", type=click.IntRange(1), help="Remove all but so many of our folder."
)
def backup(file: Path | None, keep: int | None) -> None:
    """Copy the whole database into FILE, while the site runs.

    Without FILE the copy goes into the folder backups beside the data, with the hour
    in its name.
    """
    try:
        path, promise = backing_up.back_up(file)
    except CopyError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{path}: {_said(promise)}")
    if keep is not None:
        ended = backing_up.keep_latest(keep)
        click.echo(f"{len(ended)} older ones are removed.")


@click.command("verify")
@click.argument("file", type=FILE)
def verify(file: Path) -> None:
    """Read the whole backup FILE, and say whether it is sound."""
    try:
        promise = backing_up.verify(file)
    except CopyError as error:
        raise click.ClickException(str(error)) from None
    for table, kept in promise.tables:
        click.echo(f"{kept.rows:>9}  {kept.digest[:16]}  {table.name}")
    click.echo(f"Sound: {_said(promise)}, made {promise.made_at:%Y-%m-%d %H:%M} UTC.")


@click.command("restore")
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Take the place of what is there.")
def restore(file: Path, *, replace: bool) -> None:
    """Make the database what the backup FILE holds.

    SQLite's backup may go into PostgreSQL, and the other way round.
    """
    try:
        done = restoring.restore(file, replace=replace)
    except CopyError as error:
        raise click.ClickException(str(error)) from None
    if done.kept:
        click.echo(f"What was there before is in {done.kept}")
    click.echo(f"Restored and compared: {_said(done.promise)}.")
    if done.erased_again:
        click.echo(f"{done.erased_again} erased again, as since the backup.")
    if not done.same_secret:
        click.echo(
            "The backup was made with another EVENTAPP_SECRET_KEY. Printed badges and"
            " subscriptions work on; new sheets and sealed data need the old secret."
        )
    click.echo("Start the service anew: it remembers pages of before.")


@click.command("upgrade")
def upgrade() -> None:
    """Bring the database to this version; a backup is made first."""
    with backing_up.snapshot() as connection:
        present, latest = revision_of(connection), revisions.head()
    if present == latest:
        click.echo(f"The database is at {latest} already. Nothing was done.")
        return
    if present is not None:
        try:
            path, promise = backing_up.back_up(why=f"before-{latest}")
        except CopyError as error:
            raise click.ClickException(str(error)) from None
        click.echo(f"{path}: {_said(promise)}")
    db.session.remove()
    upgrade_tables()
    click.echo(f"The database is at {latest} now.")


def _said(promise: Promise) -> str:
    return f"{promise.rows} rows in {len(promise.tables)} tables at {promise.revision}"
