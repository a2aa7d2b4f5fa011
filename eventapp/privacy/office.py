"""The blueprint of the privacy pages: public, delegates' and the office's."""

from flask import Blueprint

bp = Blueprint("privacy", __name__)
