"""What all channels share: the message, and the errors of sending it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

from onestop.errors import TellableError

ChannelName = Literal["mail", "webhook"]


class Attachment(NamedTuple):
    """A file that goes with a mail."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message in the forms that the channels need.

    Attributes:
        event: what happened, for programs: ``ranking.published``, ``alerts.listed``, ``troubles.changed``.
        at: when it was published or listed.
        subject: subject line, Vietnamese.
        text: for readers without HTML.
        html: the same with tables.
        data: the same for programs; goes into JSON.
        attachments: of a mail.
    """

    event: str
    at: dt.datetime
    subject: str
    text: str
    html: str
    data: Mapping[str, Any]
    attachments: Sequence[Attachment] = ()


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a server may take, in seconds.

    Attributes:
        mail: for each answer of the mail server.
        hook_step: for connecting to a webhook, and for each part that it reads or sends.
        hook: for the whole request, however slowly it trickles.
    """

    mail: float = 30
    hook_step: float = 10
    hook: float = 20


class Channel(Protocol):
    """Sends messages."""

    def send(self, message_id: str, address: str, message: Message, now: dt.datetime) -> None:
        """Send a message; when this returns, the receiver has accepted it.

        Args:
            message_id: the same at each try, so that the receiver recognises a repetition.
            address: mail box, or name of a webhook's connection.
            message: what to send.
            now: the machine's clock.

        Raises:
            DeliveryError: it was not accepted, or nobody knows whether it was.
        """


class DeliveryError(TellableError):
    """A message was not accepted now; trying again later may help."""


class RefusedError(DeliveryError):
    """A message was refused for good: a person has to correct the address, the connection or the receiver."""


class UnreachableError(DeliveryError):
    """The server cannot be reached or breaks off; other messages would fail too."""
