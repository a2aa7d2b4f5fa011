"""What the worker does: by itself again and again, and when somebody asks."""

from eventapp.accounts.service import sessions as account_sessions
from eventapp.accounts.service import stepping
from eventapp.badges import cards
from eventapp.badges import working as badge_printing
from eventapp.checkin.service import alerting
from eventapp.exchange import working
from eventapp.intake import working as taking_in
from eventapp.invitations.service import sending as invitations_sending
from eventapp.jobs import service as jobs
from eventapp.journal import service as journal
from eventapp.letters import working as letters_working
from eventapp.letters.service import forgetting
from eventapp.lists import working as list_files
from eventapp.mailings.service import posting, reminding
from eventapp.operation import beating
from eventapp.privacy.service import upkeep as privacy_upkeep
from eventapp.registration import upkeep
from eventapp.registration.service import lines as waiting_lines
from eventapp.scheduling import reading
from eventapp.scheduling.service import sending
from eventapp.selection import working as selection_working
from eventapp.vault import purging

DAILY = 86_400.0  # seconds
UPKEEP = (  # what the worker does by itself, and after how many seconds again
    ("beat", beating.beat, beating.EVERY_SECONDS),
    ("answers.files", upkeep.forget_waiting_files, jobs.USUALLY),
    ("invitations", invitations_sending.remind_by_itself, jobs.USUALLY),
    (working.KIND, working.forget_old_rows, jobs.USUALLY),
    (taking_in.KIND, taking_in.forget_old_lists, jobs.USUALLY),
    (letters_working.KIND, forgetting.purge, jobs.USUALLY),
    (selection_working.DO, selection_working.tidy, jobs.USUALLY),
    ("badges.cards", cards.issue_missing, jobs.USUALLY),
    ("alerts", alerting.escalate, 30),
    ("places", waiting_lines.keep_moving, 30),
    (list_files.KIND, list_files.forget_old_files, jobs.USUALLY),
    ("calendars", sending.keep_told, 10),
    ("answers", reading.read_mailbox, 60),
    ("mailings", posting.keep_sending, 5),
    ("reminders", reminding.keep_reminding, 60),
    ("accounts", account_sessions.keep_house, jobs.USUALLY),
    ("vault", purging.purge, jobs.USUALLY),
    ("accounts.apps", stepping.forget_unfinished, jobs.USUALLY),
    ("privacy", privacy_upkeep.keep_house, jobs.USUALLY),
    ("journal", journal.forget_origins, DAILY),
)

WORKS = (  # long work that somebody asked for
    ("badges.sheets", badge_printing.print_sheets),
    (working.KIND, working.import_rows),
    (taking_in.KIND, taking_in.import_people),
    (letters_working.KIND, letters_working.issue_letters),
    (list_files.KIND, list_files.make_file),
    (selection_working.DO, selection_working.do_deed),
    (selection_working.UNDO, selection_working.undo_deed),
)


def register_all() -> None:
    """Let the worker know all of it."""
    for name, keep, seconds in UPKEEP:
        jobs.register_upkeep(name, keep, every=seconds)
    for kind, work in WORKS:
        jobs.register(kind, work)
