"""The blueprint of the organisers' programme pages."""

from flask import Blueprint

bp = Blueprint("planning", __name__, url_prefix="/organise")
