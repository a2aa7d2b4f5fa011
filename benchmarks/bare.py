"""The limit: what Flask, SQLAlchemy and the server cost before we do anything."""

import os
import sys
from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from flask import Flask, Response
from flask.typing import ResponseReturnValue
from granian.constants import Interfaces
from granian.server import Server

from eventapp.kernel.db import db, make_sqlite_safe, may_write
from eventapp.kernel.pool import ask_rested

DATABASE = "BARE_DATABASE"

mark = sa.Table(
    "bare_mark",
    sa.MetaData(),
    sa.Column("id", sa.Uuid(), primary_key=True),
    sa.Column("verdict", sa.String(24), nullable=False),
    sa.Column("at", sa.DateTime(), nullable=False),
)
_insert = sa.insert(mark)


def create_app() -> Flask:
    """Three routes that do the least: a word, a 304, one committed insert."""
    app = Flask("bare")
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ[DATABASE]
    is_sqlite = os.environ[DATABASE].startswith("sqlite")
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": 16 if is_sqlite else 8}
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            make_sqlite_safe(db.engine)
        else:
            ask_rested(db.engine)

    @app.get("/hello")
    def hello() -> ResponseReturnValue:
        return "hello\n"

    @app.get("/unchanged")
    def unchanged() -> ResponseReturnValue:
        return Response(status=304)

    @app.post("/insert")
    def insert() -> ResponseReturnValue:
        may_write(allowed=True)
        at = datetime.now(UTC).replace(tzinfo=None)
        row = {"id": uuid4(), "verdict": "admitted", "at": at}
        db.session.execute(_insert, row)
        db.session.commit()
        return "kept\n"

    return app


def main(port: int, workers: int, threads: int) -> None:
    """Make the table, and serve with the application's own parameters."""
    app = create_app()
    with app.app_context():
        mark.metadata.create_all(db.engine)
        db.engine.dispose()
    server = Server(
        "benchmarks.bare:create_app",
        factory=True,
        interface=Interfaces.WSGI,
        address="127.0.0.1",
        port=port,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        log_access=False,
        websockets=False,
    )
    server.serve()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
