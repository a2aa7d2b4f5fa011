"""What purposes, degrees, fields and reports are called."""

from eventapp.kernel.i18n import lazy_gettext
from eventapp.kernel.personal import Purpose, Sensitivity
from eventapp.privacy.vocabulary import CountName, ErasureReason
from eventapp.registration.words import ACCESS, DELEGATE_KINDS, DIETS, STATUSES

PURPOSES = {
    Purpose.TAKING_PART: lazy_gettext("Taking part"),
    Purpose.PREPARING: lazy_gettext("Food, access, interpreters"),
    Purpose.TRAVELLING: lazy_gettext("Journey and hotel"),
    Purpose.VISA: lazy_gettext("Visa letter"),
    Purpose.PROVING: lazy_gettext("Proof: who was there, and who agreed"),
    Purpose.ANNOUNCING: lazy_gettext("Announcing who has a part"),
    Purpose.WORKING: lazy_gettext("Working in the office"),
}
REASONS_TO_KEEP = {
    Purpose.TAKING_PART: lazy_gettext(
        "We must know who comes, and how to reach this person."
    ),
    Purpose.PREPARING: lazy_gettext("The kitchen, the rooms and the interpreters."),
    Purpose.TRAVELLING: lazy_gettext("Cars, name signs and hotel rooms."),
    Purpose.VISA: lazy_gettext("The letter that an authority asks for."),
    Purpose.PROVING: lazy_gettext("Somebody may ask later who was there or agreed."),
    Purpose.ANNOUNCING: lazy_gettext("The public programme names who speaks."),
    Purpose.WORKING: lazy_gettext("Only these people may see the data."),
}
SENSITIVITIES = {
    Sensitivity.ORDINARY: lazy_gettext("Ordinary"),
    Sensitivity.SENSITIVE: lazy_gettext("Sensitive: about health or belief"),
    Sensitivity.GUARDED: lazy_gettext("Guarded: sealed, each look is kept"),
}
ERASURE_REASONS = {
    ErasureReason.ASKED_HERE: lazy_gettext("The person asked on the own page"),
    ErasureReason.ASKED_OFFICE: lazy_gettext("The person asked the office"),
    ErasureReason.MISTAKE: lazy_gettext("Entered by mistake"),
    ErasureReason.NO_GROUND: lazy_gettext("We may not keep it"),
}
COUNTS = {
    CountName.STATUS: lazy_gettext("Registrations"),
    CountName.KIND: lazy_gettext("In which quality they came"),
    CountName.TERRITORY: lazy_gettext("Countries or regions"),
    CountName.INSTITUTIONS: lazy_gettext("Institutions"),
    CountName.DIET: lazy_gettext("Food"),
    CountName.ACCESS: lazy_gettext("Access"),
    CountName.INTERPRETATION: lazy_gettext("Interpretation"),
    CountName.VISA_LETTERS: lazy_gettext("Visa letters"),
    CountName.ARRIVALS: lazy_gettext("Days of arrival"),
    CountName.PRESENT: lazy_gettext("Persons who came"),
    CountName.ADMISSIONS: lazy_gettext("Admissions"),
}
OFFICE = lazy_gettext("The office")
NOBODY = lazy_gettext("Nobody: only a digest is kept")
# Whoever else than the office sees a field.
SEEN_BY = {
    "registration.name_latin": lazy_gettext(
        "The office, desks, the badge; the list of participants, if they agreed"
    ),
    "journey.phone": lazy_gettext("The office and the driver"),
    "badge.code_digest": NOBODY,
    "card.code_digest": NOBODY,
    "awaited.link_digest": NOBODY,
    "private_link.token_digest": NOBODY,
    "registration.diet": lazy_gettext("The office; the kitchen sees numbers"),
    "journey.mode": lazy_gettext("The office, drivers and greeters"),
    "journey.note": lazy_gettext("The office and the driver, if they agreed"),
    "passenger.planned_at": lazy_gettext("The office, drivers and greeters"),
    "stay.needs_hotel": lazy_gettext("The office and the hotel"),
    "stay.wishes": lazy_gettext("The office and the hotel, if they agreed"),
    "sealed.content": lazy_gettext("Nobody without a reason; each look is kept"),
    "answer.values": lazy_gettext(
        "The office; whom the organisers name at the question"
    ),
    "person.name_latin": lazy_gettext("Everybody: the programme is public"),
    "message.to_address": lazy_gettext("The office and the person who got them"),
}
FIELDS = {
    "registration.name_latin": lazy_gettext("Name"),
    "registration.name_native": lazy_gettext("Name"),
    "registration.name_native_language": lazy_gettext("Name"),
    "registration.name_order": lazy_gettext("Name"),
    "registration.name_on_badge": lazy_gettext("Name"),
    "registration.honorific": lazy_gettext("Name"),
    "registration.academic_title": lazy_gettext("Name"),
    "registration.address": lazy_gettext("E-mail"),
    "registration.phone": lazy_gettext("Phone"),
    "journey.phone": lazy_gettext("Phone for the driver"),
    "registration.position": lazy_gettext("Position"),
    "registration.proposed_institution": lazy_gettext("Institution, as it was typed"),
    "registration.to_be_named": lazy_gettext("Who will come, before the name is known"),
    "registration.key": lazy_gettext("Key of the list it came from"),
    "registration.search_text": lazy_gettext("Words for the search"),
    "registration.wishes": lazy_gettext("Events that somebody wished for"),
    "registration.decision_note": lazy_gettext("Reason of a decision"),
    "review.reason": lazy_gettext("Reason of a decision"),
    "delegation.decision_note": lazy_gettext("Reason of a decision"),
    "pending_change.reason": lazy_gettext("Reason of a decision"),
    "invitation.decline_reason": lazy_gettext("Reason of a decision"),
    "registration.agenda_digest": lazy_gettext("Address of the private calendar"),
    "feed_address.digest": lazy_gettext("Address of the private calendar"),
    "feed_event.starts_at": lazy_gettext("Hour of the pick-up in the calendar"),
    "registration.person_id": lazy_gettext("Which person of the programme it is"),
    "registration.languages": lazy_gettext("Languages"),
    "registration.interpretation": lazy_gettext("Interpretation"),
    "registration.diet": lazy_gettext("Food"),
    "registration.diet_note": lazy_gettext("Food"),
    "registration.access": lazy_gettext("Access"),
    "registration.access_note": lazy_gettext("Access"),
    "registration.arrives_on": lazy_gettext("Days of the stay"),
    "registration.departs_on": lazy_gettext("Days of the stay"),
    "registration.needs_visa_letter": lazy_gettext("Whether a visa letter is needed"),
    "consent.is_given": lazy_gettext("Consents"),
    "badge.code_digest": lazy_gettext("Badge"),
    "card.code_digest": lazy_gettext("Card of the delegation"),
    "scan.reason": lazy_gettext("Why a desk admitted all the same"),
    "conflict.note": lazy_gettext("How two scans of one badge were settled"),
    "device.steward_name": lazy_gettext("Who is on duty at a desk"),
    "awaited.host_name": lazy_gettext("Who is told when a guest comes"),
    "awaited.host_address": lazy_gettext("Who is told when a guest comes"),
    "awaited.escalate_address": lazy_gettext("Who is told when a guest comes"),
    "awaited.link_digest": lazy_gettext("Who is told when a guest comes"),
    "alert.seen_by": lazy_gettext("Who is told when a guest comes"),
    "private_link.token_digest": lazy_gettext("Private links"),
    "confirmation.address": lazy_gettext("Codes that were sent by e-mail"),
    "star.starred_at": lazy_gettext("Starred events"),
    "tagging.tagged_at": lazy_gettext("Tags of the office"),
    "saved_view.choice": lazy_gettext("What a saved view looks for"),
    "deed_row.before": lazy_gettext("How it was before a bulk change"),
    "deed_row.after": lazy_gettext("How a bulk change left it"),
    "delegation.contact_name": lazy_gettext("Contact of a delegation"),
    "delegation.contact_address": lazy_gettext("Contact of a delegation"),
    "delegation.link_digest": lazy_gettext("Contact of a delegation"),
    "delegation.note": lazy_gettext("Note of the office about a delegation"),
    "invitation.name_native_language": lazy_gettext("Invitations"),
    "invitation.name_order": lazy_gettext("Invitations"),
    "invitation.name_on_badge": lazy_gettext("Invitations"),
    "invitation.honorific": lazy_gettext("Invitations"),
    "invitation.academic_title": lazy_gettext("Invitations"),
    "invitation.is_tied": lazy_gettext("Invitations"),
    "invitation.proposed_institution": lazy_gettext("Invitations"),
    "invitation.personal_words": lazy_gettext("Invitations"),
    "invitation.search_text": lazy_gettext("Invitations"),
    "invitation.token_digest": lazy_gettext("Invitations"),
    "invitation.label": lazy_gettext("Invitations"),
    "invitation.address": lazy_gettext("Invitations"),
    "invitation.name_latin": lazy_gettext("Invitations"),
    "invitation.name_native": lazy_gettext("Invitations"),
    "pending_change.before": lazy_gettext("Changes that wait for approval"),
    "pending_change.after": lazy_gettext("Changes that wait for approval"),
    "inquiry.sentence": lazy_gettext("Questions of the office to a delegate"),
    "answer.values": lazy_gettext("Answers to the questions of the week"),
    "stored_file.name": lazy_gettext("Files that were handed in"),
    "stored_file.content": lazy_gettext("Files that were handed in"),
    "sealed.content": lazy_gettext("Passport and other guarded data, sealed"),
    "sealed.masks": lazy_gettext("Passport and other guarded data, sealed"),
    "registration.note": lazy_gettext("Note of the office"),
    "people_file.content": lazy_gettext("Files to import, and their reports"),
    "people_file.report": lazy_gettext("Files to import, and their reports"),
    "people_file.decisions": lazy_gettext("Files to import, and their reports"),
    "letter_request.outcome": lazy_gettext("Request for a letter, and its outcome"),
    "letter_request.warned": lazy_gettext("Request for a letter, and its outcome"),
    "letter_request.note": lazy_gettext("Request for a letter, and its outcome"),
    "letter_request.consent": lazy_gettext("Consent to the letter"),
    "pickup.driver_name": lazy_gettext("Drivers and greeters"),
    "pickup.driver_phone": lazy_gettext("Drivers and greeters"),
    "pickup.greeter_name": lazy_gettext("Drivers and greeters"),
    "pickup.plate": lazy_gettext("Drivers and greeters"),
    "pickup.sign": lazy_gettext("Name signs"),
    "pickup.note": lazy_gettext("Note to a driver"),
    "pickup.link_digest": lazy_gettext("Link of a driver"),
    "journey.mode": lazy_gettext("Journeys"),
    "journey.number": lazy_gettext("Journeys"),
    "journey.place": lazy_gettext("Journeys"),
    "journey.point_id": lazy_gettext("Journeys"),
    "journey.at": lazy_gettext("Journeys"),
    "journey.needs_pickup": lazy_gettext("Journeys"),
    "journey_change.at_before": lazy_gettext("Journeys"),
    "journey_change.at_after": lazy_gettext("Journeys"),
    "journey_change.number_before": lazy_gettext("Journeys"),
    "journey_change.number_after": lazy_gettext("Journeys"),
    "journey.note": lazy_gettext("Notes about a journey"),
    "passenger.planned_at": lazy_gettext("Pick-ups"),
    "passenger.planned_number": lazy_gettext("Pick-ups"),
    "stay.needs_hotel": lazy_gettext("Hotel nights"),
    "stay.check_in": lazy_gettext("Hotel nights"),
    "stay.check_out": lazy_gettext("Hotel nights"),
    "stay.confirmation": lazy_gettext("Hotel nights"),
    "stay.payer": lazy_gettext("Hotel nights"),
    "stay.room": lazy_gettext("Hotel nights"),
    "stay.shares_wish": lazy_gettext("Hotel nights"),
    "stay.shares_with_id": lazy_gettext("Hotel nights"),
    "rooming_line.check_in": lazy_gettext("Hotel nights"),
    "rooming_line.check_out": lazy_gettext("Hotel nights"),
    "rooming_line.room": lazy_gettext("Hotel nights"),
    "rooming_line.shares_with_id": lazy_gettext("Hotel nights"),
    "stay.wishes": lazy_gettext("Wishes about the hotel"),
    "rooming_line.wishes": lazy_gettext("Wishes about the hotel"),
    "mailing.chosen": lazy_gettext("What the group of a mailing was looked for by"),
    "mailing.written_by": lazy_gettext("Who wrote a mailing"),
    "message.to_address": lazy_gettext("Messages"),
    "message.to_name": lazy_gettext("Messages"),
    "message.subject": lazy_gettext("Messages"),
    "message.text": lazy_gettext("Messages"),
    "message.calendar": lazy_gettext("Messages"),
    "message.organizer": lazy_gettext("Messages"),
    "message.last_error": lazy_gettext("Messages"),
    "calendar_way.chosen_at": lazy_gettext("Events for the own calendar"),
    "calendar_answer.answer": lazy_gettext("Events for the own calendar"),
    "calendar_answer.answered_at": lazy_gettext("Events for the own calendar"),
    "sent.address": lazy_gettext("Events for the own calendar"),
    "entry.subject": lazy_gettext("Journal: about whom"),
    "entry.details": lazy_gettext("Journal: about whom"),
    "entry.actor": lazy_gettext("Journal: who did it"),
    "entry.whence": lazy_gettext("Journal: from where"),
    "entry.device": lazy_gettext("Journal: from where"),
    "import_file.content": lazy_gettext("Files to import, and their reports"),
    "import_file.report": lazy_gettext("Files to import, and their reports"),
    "job_result.content": lazy_gettext("Printed sheets and lists"),
    "job.last_error": lazy_gettext("Printed sheets and lists"),
    "person.key": lazy_gettext("Persons of the programme"),
    "person.name_latin": lazy_gettext("Persons of the programme"),
    "person.name_native": lazy_gettext("Persons of the programme"),
    "person.name_native_language": lazy_gettext("Persons of the programme"),
    "person.name_order": lazy_gettext("Persons of the programme"),
    "person.name_on_badge": lazy_gettext("Persons of the programme"),
    "person.honorific": lazy_gettext("Persons of the programme"),
    "person.academic_title": lazy_gettext("Persons of the programme"),
    "person.sort_name": lazy_gettext("Persons of the programme"),
    "person.address": lazy_gettext("E-mail of a person of the programme"),
    "account.address": lazy_gettext("Accounts of the office and the desks"),
    "account.name": lazy_gettext("Accounts of the office and the desks"),
    "account.password_hash": lazy_gettext("Accounts of the office and the desks"),
    "authenticator.name": lazy_gettext("What proves an account beside its password"),
    "authenticator.secret": lazy_gettext("What proves an account beside its password"),
    "passkey.name": lazy_gettext("What proves an account beside its password"),
    "passkey.credential_id": lazy_gettext("What proves an account beside its password"),
    "passkey.public_key": lazy_gettext("What proves an account beside its password"),
    "recovery_code.digest": lazy_gettext("What proves an account beside its password"),
    "sign_on_link.subject": lazy_gettext("What proves an account beside its password"),
    "account_session.device": lazy_gettext("Where accounts are signed in"),
    "account_session.whence": lazy_gettext("Where accounts are signed in"),
}
HEADINGS = {
    "registration": lazy_gettext("Your answers"),
    "answer": lazy_gettext("Your answers to the questions of the week"),
    "stored_file": lazy_gettext("Files that you handed in"),
    "pending_change": lazy_gettext("Your changes"),
    "inquiry": lazy_gettext("Questions of the office to you"),
    "review": lazy_gettext("Checks by the office"),
    "sealed": lazy_gettext("Kept sealed, shown masked"),
    "journey": lazy_gettext("Your journeys"),
    "journey_change": lazy_gettext("Late changes of your journeys"),
    "passenger": lazy_gettext("Your pick-ups"),
    "stay": lazy_gettext("Your hotel"),
    "rooming_line": lazy_gettext("Lists that the hotel got"),
}


def purpose_word(purpose: Purpose) -> str:
    """What we call this purpose."""
    return str(PURPOSES[purpose])


def erasure_word(reason: ErasureReason) -> str:
    """What we call this reason."""
    return str(ERASURE_REASONS[reason])


def sensitivity_word(sensitivity: Sensitivity) -> str:
    """What we call this degree."""
    return str(SENSITIVITIES[sensitivity])


def table_word(name: str) -> str:
    """What we call the rows of this table, by the first of their fields."""
    for field, word in FIELDS.items():
        if field.startswith(f"{name}."):
            return str(HEADINGS.get(name, word))
    return name


def count_word(key: str) -> str:
    """What a total counts: a diet, a need, a status, else the key itself."""
    for words in (DIETS, ACCESS, STATUSES, DELEGATE_KINDS):
        if key in words:
            return str(words[key])  # type: ignore[index]  # enumerations are texts
    return key
