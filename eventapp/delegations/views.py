"""All pages of a delegation's head or secretary: importing this registers them."""

from eventapp.delegations import cards, pages, people, seats
from eventapp.delegations.pages import bp
from eventapp.registration.words import rank_word

__all__ = ["BRANCHES", "bp"]

BRANCHES = (pages, people, seats, cards)

bp.add_app_template_filter(rank_word)
