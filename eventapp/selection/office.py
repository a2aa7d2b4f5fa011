"""The blueprint of the delegates' table."""

from flask import Blueprint

from eventapp.selection import words

bp = Blueprint("selection", __name__, url_prefix="/organise")

bp.add_app_template_filter(words.deed_word)
bp.add_app_template_filter(words.deed_sign)
