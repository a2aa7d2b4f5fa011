"""Taking files in, and letting them go."""

from collections.abc import Collection

from sqlalchemy import delete

from eventapp.files.looking import FitFile, look_at
from eventapp.files.models import StoredFile
from eventapp.files.vocabulary import FileKind
from eventapp.kernel import clock
from eventapp.kernel.db import add, db


def keep_file(
    content: bytes, name: str, *, kinds: Collection[FileKind], most_octets: int
) -> StoredFile:
    """Keep a file that is what was asked for, by its content.

    Raises:
        FileUnfit: one of its kinds, for each reason not to take it.
    """
    return store(look_at(content, name, kinds=kinds, most_octets=most_octets))


def store(fit: FitFile) -> StoredFile:
    """Keep a file that was looked at."""
    return add(
        StoredFile(
            kind=fit.kind,
            name=fit.name,
            media_type=fit.media_type,
            size=len(fit.content),
            content=fit.content,
            stored_at=clock.now(),
        )
    )


def drop_files(keys: Collection[object]) -> None:
    """Forget these files; whatever pointed to them is gone before."""
    if keys:
        db.session.execute(delete(StoredFile).where(StoredFile.id.in_(keys)))
