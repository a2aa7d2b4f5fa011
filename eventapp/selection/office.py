"""The blueprint of the delegates' table."""

from flask import Blueprint

bp = Blueprint("selection", __name__, url_prefix="/organise")
