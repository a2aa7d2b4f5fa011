"""The short help of each office page, in one place.

A page without a text of its own has that of the page above it in the address.
"""

from collections.abc import Mapping
from types import MappingProxyType

from eventapp.kernel.i18n import lazy_gettext

HELP: Mapping[str, object] = MappingProxyType(
    {
        "dashboard.weeks": lazy_gettext(
            "The weeks in whose office you work. Open one to see what needs you there."
        ),
        "dashboard.begin_week": lazy_gettext(
            "A new week begins empty, and only the office sees it. To repeat an "
            "earlier one, copy it instead."
        ),
        "dashboard.overview": lazy_gettext(
            "What waits for you stands first; each number leads to the rows "
            "behind it. Arrivals and what waits renew themselves every 30 "
            "seconds."
        ),
        "selection.registrations": lazy_gettext(
            "Everybody who registered. Filters stand in the address, so that "
            "you can keep or share a view; tick people to do something for many "
            "at once."
        ),
        "selection.deeds": lazy_gettext(
            "What was done for many at once, and by whom. A deed can be undone "
            "as long as nobody has changed the same people since."
        ),
        "selection.tags": lazy_gettext(
            "Words of the office for groups of delegates. Delegates never see them."
        ),
        "dashboard.registration": lazy_gettext(
            "One registration with its answers, places, mails and history. What "
            "you change here is told to the delegate where it concerns them."
        ),
        "dashboard.queue": lazy_gettext(
            "Registrations, changes and answers that wait for a decision, the "
            "oldest first. Whoever is confirmed or declined gets an e-mail."
        ),
        "dashboard.decline_change": lazy_gettext(
            "The change is not made. The delegate reads your reason in an e-mail."
        ),
        "dashboard.approval_rules": lazy_gettext(
            "Whether one person decides, or one checks and another decides, and "
            "which answers are looked at again when they change."
        ),
        "delegations.delegations": lazy_gettext(
            "The people of one institution who come together. Their contact "
            "names them by a private link; filters show what is still missing."
        ),
        "invitations.invitations": lazy_gettext(
            "Who is invited, and who has answered. An invitation is prepared "
            "first, and sent when you say so."
        ),
        "dashboard.form": lazy_gettext(
            "Your own questions in the registration form. A change reaches "
            "those who open the form from now on; given answers stay."
        ),
        "dashboard.form_answers": lazy_gettext(
            "What delegates answered to your own questions, counted."
        ),
        "mailings.mailings": lazy_gettext(
            "Letters to a group of people, each in the receiver’s language. "
            "Nothing leaves before you have seen a preview and said when."
        ),
        "mailings.reminders": lazy_gettext(
            "Rules by which the office writes by itself, for example two days "
            "before a date. Each person gets each reminder once."
        ),
        "letter_office.queue": lazy_gettext(
            "Requests for invitation letters for a visa. Who opens passport "
            "data says why, and the journal keeps it."
        ),
        "letter_office.settings": lazy_gettext(
            "The text, the signature and the last day of invitation letters. "
            "Look at the specimen before the first one is made."
        ),
        "letter_office.statistics": lazy_gettext(
            "How many letters were asked for, made and refused, by country or region."
        ),
        "arrivals_office.overview": lazy_gettext(
            "Who arrives when and where, and who is not met yet. Delegates tell "
            "their travel themselves; you may write to those who have not."
        ),
        "arrivals_office.all_pickups": lazy_gettext(
            "The cars of each day with their passengers. A driver gets an own "
            "link without signing in."
        ),
        "arrivals_office.hotels": lazy_gettext(
            "Hotels with their rooms, and who sleeps where. A rooming list can "
            "be sent to the hotel."
        ),
        "arrivals_office.places": lazy_gettext(
            "Airports and stations where people are met, with the way from there."
        ),
        "awaited.guests": lazy_gettext(
            "Guests whose arrival a host wants to hear of at once. The host "
            "gets a link and an alert when the guest is admitted."
        ),
        "intake.overview": lazy_gettext(
            "Takes people out of a table that you were sent. You see row by row "
            "what would happen before anything is saved."
        ),
        "privacy.overview": lazy_gettext(
            "What is kept about people, why and how long. What is no longer "
            "needed is erased by itself."
        ),
        "planning.grid": lazy_gettext(
            "The plan of the week by room and time. Whoever plans drags an event, "
            "or presses Move. The public sees a change when it is published."
        ),
        "planning.events": lazy_gettext(
            "All events as a list, drafts as well, with their places. Filters "
            "show those that are nearly full or lack something."
        ),
        "planning.edit_event": lazy_gettext(
            "One event: time, room, texts, people, places. The public sees "
            "changes with the next release."
        ),
        "dashboard.people": lazy_gettext(
            "Who has a place at this event, and who waits. Whoever you give a "
            "place to, or take it from, gets an e-mail."
        ),
        "run_of_show.edit": lazy_gettext(
            "The ceremony minute by minute. On the day one press moves it on, "
            "and all displays follow."
        ),
        "planning.clashes": lazy_gettext(
            "Where the plan cannot work: one room twice, one person at two "
            "places, too little time for the way. Public events first."
        ),
        "planning.releases": lazy_gettext(
            "Publishing shows the plan to everybody and writes to those whom a "
            "change concerns. You see before how many mails follow."
        ),
        "planning.copy": lazy_gettext(
            "Makes a new week out of this one: venues, events, form and texts, "
            "moved to other days. No people are copied."
        ),
        "planning.week_people": lazy_gettext(
            "Persons with a part in the programme, and when they are needed."
        ),
        "planning.people": lazy_gettext(
            "Persons of all weeks: speakers, hosts, interpreters. One person is "
            "entered once and used every year."
        ),
        "planning.texts": lazy_gettext(
            "Which texts lack a language of this week, side by side with the original."
        ),
        "dashboard.venues": lazy_gettext(
            "Where events happen, with rooms and ways. Times between venues let "
            "clashes be seen."
        ),
        "exchange.overview": lazy_gettext(
            "Takes a programme out of a table or a calendar, and gives it out. "
            "Everything is previewed and can be undone as drafts."
        ),
        "feed_office.calendars": lazy_gettext(
            "Calendars to subscribe to: of the programme, of persons and of the "
            "office. A private address can be renewed."
        ),
        "calendar_mails.settings": lazy_gettext(
            "Whether delegates get their events as mails that enter their "
            "calendar, and what their calendars answered."
        ),
        "checkin.board": lazy_gettext(
            "How full each hall is, how quick the doors are, which devices are "
            "silent. It renews itself."
        ),
        "checkin.conflicts": lazy_gettext(
            "Scans that contradict each other, mostly after a desk was offline. "
            "You say what really happened."
        ),
        "checkin.outside": lazy_gettext(
            "Who came late and waits outside until the door opens again."
        ),
        "checkin.doors": lazy_gettext(
            "Who may come in at which door, from when and until when."
        ),
        "checkin.devices_of_week": lazy_gettext(
            "The phones and tablets of the desks. A lost one is ended here at once."
        ),
        "dashboard.desks": lazy_gettext(
            "Where badges are scanned and handed out. A desk that is closed "
            "cannot be chosen by stewards."
        ),
        "coaches_office.overview": lazy_gettext(
            "Coaches of the tours: who sits where, who is missing, who leads."
        ),
        "dashboard.badges": lazy_gettext(
            "Prints badges by kind, delegation or number. A reprinted badge "
            "makes the earlier code invalid only if you replace it."
        ),
        "dashboard.screens": lazy_gettext(
            "Displays for halls and corridors, signs for doors and plates for tables."
        ),
        "lists.overview": lazy_gettext(
            "Lists for the kitchen, hotels, drivers, the press and the "
            "protocol. Whoever takes a file is kept in the journal."
        ),
        "lists.reports": lazy_gettext(
            "Numbers by a stated rule, with the day of counting. A report that "
            "you keep never changes afterwards."
        ),
        "correspondence.mail_texts": lazy_gettext(
            "The words of each mail that the house sends. Placeholders are "
            "checked when you save, and you can always go back to ours."
        ),
        "dashboard.outbox": lazy_gettext(
            "Every mail with its state. What failed can be sent again; what "
            "waits can be withdrawn."
        ),
        "dashboard.jobs": lazy_gettext(
            "Long work, like many letters or a big list. You may close the "
            "page: it goes on, and its file waits here."
        ),
        "dashboard.journal": lazy_gettext(
            "Who did what to whom, when and from where. Nobody can change or "
            "remove a line."
        ),
        "dashboard.settings": lazy_gettext(
            "Name, days, languages and registration of this week. Most of it is "
            "public as soon as you save."
        ),
        "dashboard.staff": lazy_gettext(
            "Who works for this week, and as what. A role of this week ends "
            "without touching the roles in other weeks."
        ),
        "factor_office.rules": lazy_gettext(
            "Beside the password, a phone or a device proves who it is. Say here for "
            "which roles that is needed, and help whoever has lost it."
        ),
        "dashboard.accounts": lazy_gettext(
            "Everybody who may sign in, and their roles. An invited person "
            "chooses an own password by a link."
        ),
        "dashboard.institutions": lazy_gettext(
            "The directory of partner institutions, used in all weeks. "
            "Look-alikes are shown, and never merged by themselves."
        ),
        "dashboard.proposals": lazy_gettext(
            "Names of institutions that delegates typed and that the directory "
            "does not know. Choose one, or enter a new one."
        ),
        "dashboard.territories": lazy_gettext(
            "How countries and regions are called on all pages."
        ),
    }
)
