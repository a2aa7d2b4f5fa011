"""The blueprint of the office's pages."""

from flask import Blueprint

bp = Blueprint("dashboard", __name__, url_prefix="/organise")
