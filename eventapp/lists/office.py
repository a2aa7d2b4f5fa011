"""The blueprint of lists and reports."""

from flask import Blueprint

bp = Blueprint("lists", __name__, url_prefix="/organise/<slug>")
