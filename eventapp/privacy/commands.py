"""The commands that close a week, and forget again after a restore."""

import click

from eventapp.kernel.db import writing
from eventapp.kernel.errors import Refusal
from eventapp.kernel.space import release_space
from eventapp.privacy.queries import due_counts
from eventapp.privacy.service.erasing import replay
from eventapp.privacy.service.purging import purge
from eventapp.privacy.service.upkeep import listed
from eventapp.privacy.vocabulary import BOUNDS
from eventapp.programme.queries import week_by_slug


@click.command("close-week")
@click.argument("slug")
@click.option("--dry-run", is_flag=True, help="Count, and erase nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def close_week(slug: str, *, dry_run: bool, yes: bool) -> None:
    """Erase now what the week SLUG no longer needs; its totals stay."""
    week = week_by_slug(slug)
    if week is None:
        message = f"There is no week {slug}."
        raise click.ClickException(message)
    for purpose, rows in due_counts(week).items():
        click.echo(f"{purpose.value}: {sum(rows.values())} rows")
        for name, number in rows.items():
            click.echo(f"  {name:<20} {number}")
    if dry_run:
        return
    if not yes:
        click.confirm("Erase all of this?", abort=True)
    try:
        with writing():
            reports = purge(week, list(BOUNDS), actor="command")
            done = sum(sum(one.rows.values()) for one in reports)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    release_space(thoroughly=True)
    click.echo(f"{done} rows are erased.")


@click.command("replay-erasures")
def replay_erasures() -> None:
    """After a restore: erase again those whose keys stand in erased.txt."""
    with writing():
        count = replay(listed())
    click.echo(f"{count} erased again.")
