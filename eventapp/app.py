"""The table of contents: makes the application, decides nothing."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from jinja2 import StrictUndefined
from sqlalchemy import Engine, make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from eventapp import config, works
from eventapp.accounts import (
    access,
    office_factors,
    own,
    own_factors,
    proving,
    recovering,
    sign_on,
    signing_on,
)
from eventapp.accounts import views as accounts
from eventapp.arrivals import reactions as arrivals_reactions
from eventapp.arrivals import together as arrivals_together
from eventapp.arrivals import views as arrivals
from eventapp.badges import reactions as badge_reactions
from eventapp.badges import views as badges
from eventapp.checkin import awaited, hosts
from eventapp.checkin import views as checkin
from eventapp.coaches import reactions as coach_reactions
from eventapp.coaches import views as coaches
from eventapp.correspondence import unsubscribing
from eventapp.correspondence import views as correspondence
from eventapp.dashboard import views as dashboard
from eventapp.delegations import access as delegation_access
from eventapp.delegations import organise as delegations
from eventapp.delegations import reactions as delegation_reactions
from eventapp.delegations import views as delegation
from eventapp.exchange import organise as exchange
from eventapp.exchange import views as schedule
from eventapp.feeds import organise as feed_office
from eventapp.feeds import own_views as private_feeds
from eventapp.feeds import reactions as feed_reactions
from eventapp.feeds import subscribing
from eventapp.feeds import views as feeds
from eventapp.intake import organise as intake
from eventapp.invitations import views as invitations
from eventapp.kernel import asking, clock, logs
from eventapp.kernel.db import db, make_sqlite_safe
from eventapp.kernel.pool import ask_rested
from eventapp.letters import organise as letter_office
from eventapp.letters import reactions as letter_reactions
from eventapp.letters import views as letters
from eventapp.lists import views as lists
from eventapp.mailings import organise as mailings
from eventapp.operation import views as operation
from eventapp.planning import views as planning
from eventapp.privacy import queries as privacy_queries
from eventapp.privacy import reactions as privacy_reactions
from eventapp.privacy import views as privacy
from eventapp.programme import views as programme
from eventapp.programme import words
from eventapp.programme.standing import teller
from eventapp.questions import showing as questions
from eventapp.registration import access as registration_access
from eventapp.registration import queries as registration_queries
from eventapp.registration import reactions as registration_reactions
from eventapp.registration import views as registration
from eventapp.run_of_show import interpreting
from eventapp.run_of_show import organise as run_of_show
from eventapp.run_of_show import views as run
from eventapp.scheduling import mine as own_calendar
from eventapp.scheduling import organise as calendar_mails
from eventapp.scheduling import reactions as scheduling_reactions
from eventapp.selection import organise as selection
from eventapp.web import (
    assets,
    context,
    cookies,
    errors,
    filters,
    headers,
    json_bodies,
    language,
    measures,
    origin,
    page_cache,
    sessions,
    shortcut,
    transactions,
)
from eventapp.web import views as web

HERE = Path(__file__).parent
LARGEST_REQUEST = 1_000_000  # bytes; no form of ours is larger
LARGEST_FIELD = 200_000
# Mails with codes and links are among the parameters; errors are logged.
SECRETIVE = {"hide_parameters": True}
WORDS = (
    words.kind_word,
    words.track,
    words.mode_word,
    words.sign_up_word,
    words.part_word,
)


class Site(Flask):
    """Flask without asynchronous views."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Trust that `func` is not asynchronous: a request calls a dozen of them."""
        return func


def tree(name: str) -> Path:
    """Where templates, static files and migrations lie: inside the wheel, or beside."""
    inside = HERE / name
    return inside if inside.is_dir() else HERE.parent / name


def create_app(settings: config.Settings | None = None) -> Flask:
    """Make the application from `settings`, else from the environment.

    Raises:
        ConfigurationError: a variable is missing or wrong.
    """
    settings = settings or config.Settings.from_environment(os.environ)
    config.use(settings)
    if settings.log is not None:
        logs.init(logs.Shape(settings.log))
    app = Site("eventapp", template_folder=tree("templates"), static_folder=None)
    app.static_folder = str(tree("static"))
    app.config.update(_flask_settings(settings))
    app.json.sort_keys = False  # type: ignore[attr-defined]  # of Flask's own provider
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.proxies:
        count = settings.proxies
        proxied = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
        app.wsgi_app = proxied  # type: ignore[method-assign]  # Flask's own way
    clock.shift(settings.clock_shift)
    _init_database(app)
    page_cache.forget_all()
    sessions.init_app(app)
    shortcut.init_app(app)
    for part in (
        measures,
        json_bodies,
        language,
        origin,
        transactions,
        headers,
        errors,
        filters,
        assets,
        context,
        questions,
    ):
        part.init_app(app)
    for part in (access, signing_on, proving):
        part.init_app(app)
    context.offer(
        app,
        current_account=access.current_account,
        standing=access.current_standing,
    )
    for say in WORDS:
        app.jinja_env.filters[say.__name__] = say
    for room in (
        web,
        accounts,
        proving,
        own_factors,
        office_factors,
        sign_on,
        own,
        recovering,
        programme,
        checkin,
        awaited,
        hosts,
        private_feeds,
        feed_office,
        subscribing,
        own_calendar,
        badges,
        registration,
        invitations,
        letters,
        letter_office,
        unsubscribing,
        correspondence,
        mailings,
        planning,
        exchange,
        intake,
        schedule,
        run_of_show,
        run,
        interpreting,
        privacy,
        delegations,
        delegation,
        calendar_mails,
        operation,
        lists,
        selection,
        dashboard,
    ):
        app.register_blueprint(room.bp)
    app.register_blueprint(feeds.own)
    for pages in (*arrivals.BLUEPRINTS, *coaches.BLUEPRINTS):
        app.register_blueprint(pages)
    teller.free_places = registration_queries.free_places
    teller.own = registration_access.own_standing
    teller.may_join = registration_access.may_join
    teller.keep_stars = registration_access.keep_stars
    arrivals_together.door.own_delegation = delegation_access.own_delegation
    works.register_all()
    questions.keeping.days = privacy_queries.days_kept
    for reactions in (
        registration_reactions,
        badge_reactions,
        delegation_reactions,
        privacy_reactions,
        letter_reactions,
        arrivals_reactions,
        coach_reactions,
        feed_reactions,
        scheduling_reactions,
    ):
        reactions.connect()
    return app


def _flask_settings(settings: config.Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(settings),
        "TRANSLATIONS": str(HERE / "translations"),
        "SESSION_COOKIE_NAME": cookies.name_of("session"),
        "TRUSTED_HOSTS": sorted(settings.own_hosts),
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SECURE": settings.is_secure,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=31),
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FIELD,
        "WTF_CSRF_TIME_LIMIT": None,  # a form may stay open on a phone for days
        "WTF_CSRF_SSL_STRICT": False,  # Referer is often cut; the token decides
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_DEFAULT_TIMEZONE": "UTC",
    }


def _engine_options(settings: config.Settings) -> dict[str, object]:
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        if url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        return {"pool_size": 16, "max_overflow": 8, **SECRETIVE}
    return {"pool_size": 8, "max_overflow": 8, "pool_pre_ping": True, **SECRETIVE}


def _init_database(app: Flask) -> None:
    db.init_app(app)
    Migrate(app, db, directory=str(tree("migrations")), render_as_batch=True)
    with app.app_context():
        engine: Engine = db.engine
        asking.use(engine)
        if engine.dialect.name == "sqlite":
            make_sqlite_safe(engine)
        else:
            ask_rested(engine)
