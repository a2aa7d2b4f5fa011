"""What registration announces to the packages above it, in the same transaction."""

from blinker import Namespace

_signals = Namespace()

registration_sent = _signals.signal("registration-sent")  # the office will decide
registration_confirmed = _signals.signal("registration-confirmed")  # the Registration
registration_ended = _signals.signal("registration-ended")  # declined or cancelled
member_left = _signals.signal("member-left")  # by themselves; and their successor
place_held = _signals.signal("place-held")  # the Place, as soon as it is their own
place_released = _signals.signal("place-released")  # the Place that was theirs
# A list of `registration.notices.Told`: each speaks of exactly one event.
events_told = _signals.signal("events-told")
# A `registration.following.Following`: each listener counts mails by registration.
calendars_asked = _signals.signal("calendars-asked")
registration_named = _signals.signal("registration-named")  # who comes is known now
# The next two let the packages above speak of their own rows about one Registration.
data_asked = _signals.signal("data-asked")  # each listener returns what it keeps
registration_erased = _signals.signal("registration-erased")  # each forgets its own
# The two below reach delegations from their neighbours and from registration itself.
delegation_wanted = _signals.signal("delegation-wanted")  # a DelegationWish
links_wanted = _signals.signal("links-wanted")  # an address that lost its links
sensitive_withdrawn = _signals.signal("sensitive-withdrawn")  # erase it at once
