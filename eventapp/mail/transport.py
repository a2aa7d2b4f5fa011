"""Real SMTP: one message, one receiver."""

import smtplib
from collections.abc import Callable
from contextlib import suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from ssl import create_default_context
from urllib.parse import unquote, urlsplit

from eventapp.config import Settings
from eventapp.mail.hypertext import html_of
from eventapp.mail.models import Message
from eventapp.mail.service import TryLaterError, UndeliverableError

TIMEOUT_SECONDS = 20


def smtp_transport(settings: Settings) -> Callable[[Message], None] | None:
    """What takes a message to the configured server, or None without a server."""
    if settings.smtp is None:
        return None
    server = settings.smtp

    def send(message: Message) -> None:
        _send(server, settings.mail_from, message)

    return send


def compose(message: Message, mail_from: str) -> EmailMessage:
    """The mail as it leaves: plain text, so that every client shows it alike.

    What goes into a calendar goes with it twice, as clients look for it here or there.
    """
    mail = EmailMessage(SMTP)  # its line ends are those of iCalendar
    name, address = parseaddr(mail_from)
    mail["From"] = Address(name, addr_spec=address)
    user, _at, domain = message.to_address.rpartition("@")
    if not user or not domain or len(message.to_address.split()) > 1:
        raise ValueError(f"no mail address: {message.to_address!r}")
    mail["To"] = Address(_plain(message.to_name), user, domain)
    mail["Subject"] = _plain(message.subject)
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<{message.id}@{address.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    if message.reply_to:
        mail["Reply-To"] = message.reply_to
    if message.organizer and message.organizer.lower() != address.lower():
        mail["Sender"] = message.organizer  # one of them must be in the mail's head
    mail.set_content(message.text)
    if message.calendar is not None:
        _enclose(mail, message, message.calendar)
    mail["Content-Language"] = message.language  # after the content, which clears it
    return mail


def _plain(words: str) -> str:
    """Without encoded words, which `email` would decode: line ends may be in them."""
    return " ".join(words.replace("=?", "= ?").split())


def _enclose(mail: EmailMessage, message: Message, calendar: bytes) -> None:
    """Add the calendar as an alternative, and as a file with the same octets.

    In base64 nothing on the way changes them. The alternative has no disposition: with
    one, Outlook and Gmail show a file and no invitation (RFC 6047, 2.4).
    """
    method = message.calendar_method
    parameters = {"method": method.upper()} if method else {}
    mail.add_alternative(
        html_of(message.text, message.subject, message.language), subtype="html"
    )
    mail.add_alternative(
        calendar.decode(), subtype="calendar", params=parameters, cte="base64"
    )
    mail.add_attachment(
        calendar, maintype="application", subtype="ics", filename="invite.ics"
    )


def _send(server: str, mail_from: str, message: Message) -> None:
    try:
        mail = compose(message, mail_from)
    except (ValueError, MessageError) as error:
        raise UndeliverableError(str(error)) from error
    client = _connect(server)
    try:
        client.send_message(mail, parseaddr(mail_from)[1])
    except smtplib.SMTPResponseException as error:
        raise _judged(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _judged(code, words) from error
    except (smtplib.SMTPNotSupportedError, ValueError) as error:
        raise UndeliverableError(str(error)) from error
    finally:
        with suppress(OSError):  # the message has been taken, or refused, before
            client.quit()


def _connect(server: str) -> smtplib.SMTP:
    """A server that takes messages from us; whatever it says here is not final."""
    parts = urlsplit(server)
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        trust = create_default_context()
        client: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=TIMEOUT_SECONDS, context=trust
        )
    else:
        client = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT_SECONDS)
    try:
        client.ehlo()
        if parts.scheme == "smtp" and client.has_extn("starttls"):
            client.starttls(context=create_default_context())
        if parts.username:
            client.login(unquote(parts.username), unquote(parts.password or ""))
    except OSError:
        client.close()
        raise
    return client


def _judged(code: int, words: bytes | str) -> Exception:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    sentence = f"{code} {said}"
    permanent = 500 <= code < 600  # noqa: PLR2004 - RFC 5321, 4.2.1
    return UndeliverableError(sentence) if permanent else TryLaterError(sentence)
