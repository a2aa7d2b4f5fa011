"""The blueprint of the office's pages about arrivals."""

from flask import Blueprint

bp = Blueprint("arrivals_office", __name__, url_prefix="/organise/<slug>/arrivals")
