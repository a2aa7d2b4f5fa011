"""The blueprint of the office's pages about coaches."""

from flask import Blueprint

bp = Blueprint("coaches_office", __name__, url_prefix="/organise/<slug>/coaches")
