"""The blueprint of the office's pages of letters."""

from flask import Blueprint

bp = Blueprint("letter_office", __name__, url_prefix="/organise")
