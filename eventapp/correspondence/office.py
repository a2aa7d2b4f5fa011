"""The blueprint of the office's pages about mails of the house."""

from flask import Blueprint

bp = Blueprint("correspondence", __name__, url_prefix="/organise/<slug>")
