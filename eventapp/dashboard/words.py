"""What the journal's actions and the fields of a change are called."""

from eventapp.kernel.i18n import lazy_gettext

ACTIONS = {
    "account.created": lazy_gettext("Made an account"),
    "account.disabled": lazy_gettext("Disabled an account"),
    "account.enabled": lazy_gettext("Enabled an account"),
    "account.sessions_ended": lazy_gettext("Signed an account out everywhere"),
    "account.signed_in": lazy_gettext("Signed in"),
    "admission.by_name": lazy_gettext("Admitted somebody by name"),
    "admission.undone": lazy_gettext("Undid an admission"),
    "badge.reissued": lazy_gettext("Replaced a badge"),
    "event.cancelled": lazy_gettext("Cancelled an event"),
    "event.changed": lazy_gettext("Changed an event"),
    "event.planned": lazy_gettext("Added an event"),
    "institution.changed": lazy_gettext("Changed an institution"),
    "institution.entered": lazy_gettext("Entered an institution"),
    "invitation.ended": lazy_gettext("Ended an invitation code"),
    "invitation.issued": lazy_gettext("Issued an invitation code"),
    "job.asked": lazy_gettext("Asked for a job"),
    "job.cancelled": lazy_gettext("Cancelled a job"),
    "message.queued_again": lazy_gettext("Sent a message again"),
    "place.given": lazy_gettext("Gave a place"),
    "place.released": lazy_gettext("Released a place"),
    "registration.cancelled": lazy_gettext("Cancelled a registration"),
    "registration.changed": lazy_gettext("Changed a registration"),
    "registration.confirmed": lazy_gettext("Confirmed a registration"),
    "registration.declined": lazy_gettext("Declined a registration"),
    "registration.institution_assigned": lazy_gettext("Assigned an institution"),
    "registration.submitted": lazy_gettext("Sent a registration"),
    "territory.labelled": lazy_gettext("Changed a country or region"),
    "venue.changed": lazy_gettext("Changed a venue"),
    "venue.planned": lazy_gettext("Added a venue"),
    "venue.removed": lazy_gettext("Removed a venue"),
    "desk.changed": lazy_gettext("Changed a desk"),
    "desk.set_up": lazy_gettext("Added a desk"),
    "week.begun": lazy_gettext("Began a week"),
    "week.copied": lazy_gettext("Copied a week"),
    "week.changed": lazy_gettext("Changed the settings of a week"),
    "week.planted": lazy_gettext("Planted the demonstration"),
}
FIELDS = {
    "accent": lazy_gettext("Colour"),
    "address": lazy_gettext("Address"),
    "aliases": lazy_gettext("Other names"),
    "capacity": lazy_gettext("Places"),
    "city": lazy_gettext("City"),
    "contact_address": lazy_gettext("E-mail for questions"),
    "directions": lazy_gettext("The way there"),
    "ends_at": lazy_gettext("Ends at"),
    "held": lazy_gettext("Days"),
    "host_id": lazy_gettext("Host"),
    "interpretation": lazy_gettext("Interpretation"),
    "introduction": lazy_gettext("Introduction"),
    "is_open": lazy_gettext("Stewards may open this desk"),
    "is_public": lazy_gettext("Everybody may see this week"),
    "is_step_free": lazy_gettext("Without steps"),
    "kind": lazy_gettext("Kind"),
    "label": lazy_gettext("Label"),
    "languages": lazy_gettext("Languages"),
    "mode": lazy_gettext("How people meet"),
    "name": lazy_gettext("Its name"),
    "native_language": lazy_gettext("Language of that name"),
    "native_name": lazy_gettext("Name in its own language"),
    "parent_id": lazy_gettext("Part of"),
    "privacy": lazy_gettext("Privacy text"),
    "registration_closes_at": lazy_gettext("Registration closes"),
    "registration_mode": lazy_gettext("Who may register"),
    "registration_opens_at": lazy_gettext("Registration opens"),
    "role": lazy_gettext("Role"),
    "short_name": lazy_gettext("Short name"),
    "signup": lazy_gettext("Sign-up"),
    "starts_at": lazy_gettext("Begins at"),
    "status": lazy_gettext("Status"),
    "summary": lazy_gettext("What it is"),
    "territory": lazy_gettext("Country or region"),
    "theme": lazy_gettext("Theme"),
    "title": lazy_gettext("Title"),
    "travel": lazy_gettext("Travel and hotels"),
    "type": lazy_gettext("Type"),
    "venue_id": lazy_gettext("Venue"),
    "zone": lazy_gettext("Time zone"),
}


def action_word(action: str) -> str:
    """What we call this deed."""
    return str(ACTIONS.get(action, action))


def field_word(name: str) -> str:
    """What we call this field of a change."""
    return str(FIELDS.get(name, name))
