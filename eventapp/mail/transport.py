"""Real SMTP: one connection, many messages, each with one receiver."""

import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from ssl import create_default_context
from urllib.parse import unquote, urlsplit

from eventapp.config import Settings
from eventapp.mail import unsubscribing
from eventapp.mail.delivering import (
    HandOver,
    Send,
    Transport,
    TryLaterError,
    UnansweredError,
    UndeliverableError,
)
from eventapp.mail.hypertext import html_of
from eventapp.mail.models import Message
from eventapp.mail.returning import returns_to, tells_of_nobody

TIMEOUT_SECONDS = 20
LAST_ANSWER_SECONDS = 180  # a server may look through a message before it takes it
OK, GO_ON = 250, 354
RECEIVER_TAKEN = frozenset({250, 251})
CLOSES = "421"  # the server takes leave
WHOLE = frozenset({"List-Unsubscribe", "Message-ID"})
DOT = re.compile(rb"^\.", re.MULTILINE)
ENHANCED = re.compile(r"5\.\d{1,3}\.\d{1,3}\b", re.ASCII)


class _Policy(EmailPolicy):
    """Folds all heads but those that are one long address, which it would encode."""

    def fold(self, name: str, value: str) -> str:
        """A head as it is written."""
        if name in WHOLE:
            return f"{name}: {value}\r\n"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        """The same in octets."""
        if name in WHOLE:
            return f"{name}: {value}\r\n".encode("ascii")
        return super().fold_binary(name, value)


POLICY = _Policy(linesep="\r\n")  # its line ends are those of iCalendar


def smtp_transport(settings: Settings) -> Transport | None:
    """What takes messages to the configured server, or None without a server."""
    if settings.smtp is None:
        return None
    server = settings.smtp

    @contextmanager
    def conversation() -> Iterator[Send]:
        line = _Line(server, settings.mail_from)
        try:
            yield line.send
        finally:
            line.close()

    return conversation


def compose(message: Message, mail_from: str) -> EmailMessage:
    """The mail as it leaves: plain text, so that every client shows it alike.

    What goes into a calendar goes with it twice, as clients look for it here or there.
    """
    mail = EmailMessage(POLICY)
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
    text = message.text
    if unsubscribing.may_be_refused(message):
        text += unsubscribing.footer_of(message)
        _offer_to_unsubscribe(mail, unsubscribing.address_of(message))
    mail.set_content(text)
    if message.calendar is not None:
        _enclose(mail, message, message.calendar)
    mail["Content-Language"] = message.language  # after the content, which clears it
    return mail


def _offer_to_unsubscribe(mail: EmailMessage, address: str) -> None:
    """What mail programs show as a button; one press, where it is sealed (RFC 8058)."""
    mail["List-Unsubscribe"] = f"<{address}/at-once>"
    if address.startswith("https:"):
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


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


class _Line:
    """A connection to the server that serves many messages, one after the other."""

    def __init__(self, server: str, mail_from: str) -> None:
        self._server = server
        self._mail_from = mail_from
        self._client: smtplib.SMTP | None = None

    def send(self, message: Message, hand_over: HandOver) -> None:
        """Take one message to the server; the next one may need a new line."""
        try:
            mail = compose(message, self._mail_from)
        except (ValueError, MessageError) as error:
            raise UndeliverableError(str(error)) from error
        sender = returns_to(message, self._mail_from)
        if self._client is None:
            self._client = _connect(self._server)
        try:
            _offer(self._client, sender, message.to_address, mail)
            _give(self._client, hand_over)
        except (UndeliverableError, TryLaterError) as error:
            self._begin_anew(error)
            raise
        except BaseException:
            self._drop()  # whatever it has without its end, a server forgets
            raise

    def close(self) -> None:
        """Take leave of the server."""
        if self._client is not None:
            with suppress(OSError):  # all is said
                self._client.quit()
            self._drop()

    def _begin_anew(self, refusal: Exception) -> None:
        if self._client is None or str(refusal).startswith(CLOSES):
            self._drop()
            return
        try:
            self._client.rset()
        except OSError:
            self._drop()

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def _offer(
    client: smtplib.SMTP, sender: str, receiver: str, mail: EmailMessage
) -> None:
    """All of a message but its end, before which no server takes it (RFC 5321)."""
    is_8bit = client.has_extn("8bitmime")
    options = ["BODY=8BITMIME"] if is_8bit else []
    is_international = not (sender + receiver).isascii()
    if is_international:
        if not client.has_extn("smtputf8"):
            raise UndeliverableError("the mail server knows ASCII addresses alone")
        options.append("SMTPUTF8")
        client.command_encoding = "utf-8"
    policy = POLICY.clone(utf8=is_international, cte_type="8bit" if is_8bit else "7bit")
    content = DOT.sub(b"..", mail.as_bytes(policy=policy))
    code, said = client.mail(sender, options)
    if code != OK:  # it is about us, and not about this message
        raise smtplib.SMTPSenderRefused(code, said, sender)
    code, said = client.rcpt(receiver)
    if code not in RECEIVER_TAKEN:
        raise _judged(code, said)
    code, said = client.docmd("DATA")
    if code != GO_ON:
        raise _judged(code, said)
    client.send(content if content.endswith(b"\r\n") else content + b"\r\n")


def _give(client: smtplib.SMTP, hand_over: HandOver) -> None:
    """Note that the server gets the end of the message, give it, and hear."""
    hand_over()
    try:
        if client.sock is not None:
            client.sock.settimeout(LAST_ANSWER_SECONDS)
        client.send(b".\r\n")
        code, said = client.getreply()
        if client.sock is not None:
            client.sock.settimeout(TIMEOUT_SECONDS)
    except (OSError, smtplib.SMTPException) as error:
        raise UnansweredError(str(error) or type(error).__name__) from error
    if code != OK:
        raise _judged(code, said)


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
    if 500 <= code < 600:  # noqa: PLR2004 - RFC 5321, 4.2.1
        found = ENHANCED.match(said)
        is_dead = found is not None and tells_of_nobody(found[0])
        return UndeliverableError(
            sentence, code=found[0] if found and is_dead else None
        )
    return TryLaterError(sentence)
