"""The desk as an application of a device: its worker, its manifest, its icons."""

import json
from functools import cache
from pathlib import Path

from flask import (
    Response,
    current_app,
    jsonify,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.checkin.post import bp
from eventapp.typesetting import press
from eventapp.web import assets
from eventapp.web.audience import public

WORKER = "js/desk/worker.js"
KEPT = (  # what a device needs to start without network, below static/
    "css/app.css",
    "css/coach*.css",
    "css/desk*.css",
    "css/kiosk*.css",
    "css/paper.css",
    "img/mark.svg",
    "site.webmanifest",
    "js/page.js",
    "js/forms.js",
    "js/desk/*.js",
    "vendor/**/*.js",
    "vendor/**/*.wasm",
)
ICON = Path(__file__).parent / "typst" / "icon.typ"
ICON_POINTS = 36.0
SHAPES = ("any", "maskable")
ACCENT, PAGE = "#0a5c63", "#f4f6f8"


@bp.after_request
def name_build(response: Response) -> Response:
    """Tell the version: by it a device knows our pages from a captive network's."""
    response.headers["Desk-Build"] = build()
    return response


@bp.get("/worker.js")
@public
def worker() -> ResponseReturnValue:
    """The service worker of the desks; it knows its version and what belongs to it."""
    source = Path(str(current_app.static_folder), WORKER).read_text(encoding="utf-8")
    others = [url_for(".decoder"), url_for(".without_network")]
    known = {
        "build": build(),
        "assets": [*addresses(), *others],
        "offline": others[-1],
    }
    response = Response(f"self.desk = {json.dumps(known)};\n{source}")
    response.content_type = "text/javascript; charset=utf-8"
    response.headers["Cache-Control"] = assets.CHECK_AGAIN
    return response


@bp.get("/without-network")
@public
def without_network() -> ResponseReturnValue:
    """What a device shows in place of a page that it does not keep."""
    return render_template("checkin/without_network.html", is_shell=True)


@bp.get("/app.webmanifest")
@public
def manifest() -> ResponseReturnValue:
    """What a browser needs to install the desk on a phone, a tablet or a laptop."""
    response = jsonify(
        id="/desk/",
        name=_("Check-in desk"),
        short_name=_("Desk"),
        start_url=url_for(".desks"),
        scope=url_for(".desks"),
        display="standalone",
        background_color=PAGE,
        theme_color=ACCENT,
        icons=[
            {
                "src": url_for(".app_icon", shape=shape, pixels=f"p{pixels}"),
                "sizes": f"{pixels}x{pixels}",
                "type": "image/png",
                "purpose": shape,
            }
            for shape in SHAPES
            for pixels in (192, 512)
        ],
    )
    response.content_type = "application/manifest+json"
    response.headers["Cache-Control"] = assets.CHECK_AGAIN
    return response


@bp.get("/icon-<any(any, maskable):shape>-<any(p180, p192, p512):pixels>.png")
@public
def app_icon(shape: str, pixels: str) -> ResponseReturnValue:
    """The mark of the application, whole or with an edge that may be cut off."""
    response = Response(icon(shape, int(pixels[1:])), content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.add_etag()
    return response.make_conditional(request)


@cache
def icon(shape: str, pixels: int) -> bytes:
    """The mark as a picture of `pixels` a side."""
    return press.png(ICON, {"shape": shape}, ppi=72 * pixels / ICON_POINTS)


def build() -> str:
    """The version of the application that this server gives."""
    return assets.build_of(str(current_app.static_folder))


def addresses() -> list[str]:
    """Where the files lie that belong to this version."""
    folder = Path(str(current_app.static_folder))
    found = sorted(
        path.relative_to(folder).as_posix()
        for pattern in KEPT
        for path in folder.glob(pattern)
    )
    return [assets.asset(path) for path in found if path != WORKER]
