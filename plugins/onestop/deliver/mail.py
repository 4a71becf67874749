"""Mails with text, HTML and attachments, sent by the mail server of the settings."""

from __future__ import annotations

import contextlib
import datetime as dt
import email.policy
import re
import smtplib
import ssl
from collections.abc import Iterator
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from onestop.config.settings import MailConnection
from onestop.deliver.channels import DeliveryError, Message, RefusedError, UnreachableError

_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
# The server closes: nothing is wrong with the message.
_CLOSING = 421
# The message is larger than the server takes; the server answers so to MAIL FROM, which announces the size.
_TOO_LARGE = 552


class _Policy(email.policy.EmailPolicy):
    """The standard policy without a defect of Python 3.11, which loses a blank when it folds a subject (gh-92081)."""

    def fold(self, name: str, value: Any) -> str:
        """Return a header in lines of mail length."""
        if name.lower() == "subject":
            words = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
            return f"{name}: {words}{self.linesep}"
        folded: str = super().fold(name, value)
        return folded

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Return a header in lines of mail length, as bytes."""
        if name.lower() == "subject":
            return self.fold(name, value).encode("ascii")
        folded: bytes = super().fold_binary(name, value)
        return folded


class MailChannel:
    """The mail server of the settings; each mail opens a connection."""

    def __init__(self, connection: MailConnection, seconds: float) -> None:
        """Take the server; ``seconds`` is how long each of its answers may take."""
        self._connection = connection
        self._seconds = seconds

    def send(self, message_id: str, address: str, message: Message, now: dt.datetime) -> None:
        """Send a mail, see `Channel.send`.

        If the server refuses the recipient or the mail, this mail has failed; any other error is one of the server.
        """
        mail = as_mail(self._connection.sender, message_id, address, message, now)
        with self._open() as server:
            try:
                server.send_message(mail, self._connection.sender, [address])
            except smtplib.SMTPRecipientsRefused as error:
                raise _refusal("the recipient", *error.recipients[address]) from None
            except smtplib.SMTPDataError as error:
                raise _refusal("the mail", error.smtp_code, error.smtp_error) from None
            except smtplib.SMTPSenderRefused as error:
                if error.smtp_code == _TOO_LARGE:
                    raise _refusal("the mail", error.smtp_code, error.smtp_error) from None
                raise UnreachableError(_error_text("the sender", error.smtp_code, error.smtp_error)) from None
            except (smtplib.SMTPException, OSError) as error:
                msg = f"the mail server broke off: {type(error).__name__}"
                raise UnreachableError(msg) from None

    @contextlib.contextmanager
    def _open(self) -> Iterator[smtplib.SMTP]:
        """Connect, and quit at the end; errors of quitting are ignored."""
        connection, context = self._connection, ssl.create_default_context()
        # Without a name given here, smtplib would ask the name service, which may hang.
        name = connection.sender.partition("@")[2] or "localhost"
        with contextlib.ExitStack() as stack:
            try:
                if connection.security == "tls":
                    server: smtplib.SMTP = smtplib.SMTP_SSL(
                        connection.host, connection.port, name, timeout=self._seconds, context=context
                    )
                else:
                    server = smtplib.SMTP(connection.host, connection.port, name, timeout=self._seconds)
                stack.callback(_quit, server)
                if connection.security == "starttls":
                    server.starttls(context=context)
                if connection.user:
                    server.login(connection.user, connection.password or "")
            except smtplib.SMTPAuthenticationError as error:
                raise UnreachableError(_error_text("user or password", error.smtp_code, error.smtp_error)) from None
            except smtplib.SMTPNotSupportedError:
                msg = f"the mail server offers no {'STARTTLS' if connection.security == 'starttls' else 'login'}"
                raise UnreachableError(msg) from None
            except (smtplib.SMTPException, OSError) as error:
                msg = f"the mail server cannot be reached: {type(error).__name__}"
                raise UnreachableError(msg) from None
            yield server


def as_mail(sender: str, message_id: str, address: str, message: Message, now: dt.datetime) -> EmailMessage:
    """Return a message as a mail to one mail box."""
    mail = EmailMessage(policy=_Policy(linesep="\r\n"))
    mail["From"] = sender
    mail["To"] = address
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message_id}>"
    # Mail boxes do not send absence notices to such mails (RFC 3834).
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = "vi"
    mail.set_content(message.text, cte="quoted-printable")
    mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
    for file in message.attachments:
        main, _, sub = file.media_type.partition("/")
        mail.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return mail


def _quit(server: smtplib.SMTP) -> None:
    with contextlib.suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


def _refusal(what: str, code: int, answer: bytes | str) -> DeliveryError:
    text = _error_text(what, code, answer)
    if code == _CLOSING:
        return UnreachableError(text)
    return RefusedError(text) if code >= 500 else DeliveryError(text)


def _error_text(what: str, code: int, answer: bytes | str) -> str:
    """Return what was refused, with the codes; the text of the server is left out, because it may quote anything."""
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    enhanced = _ENHANCED.search(words)
    return f"the mail server does not take {what}: {code}{f' {enhanced.group()}' if enhanced else ''}"
