"""Webhooks: one signed POST a message, to an address that was checked, without redirects.

The body is JSON, ``{"schema_version": "1.1", "type", "id", "timestamp", "data"}``. The headers are those of Standard
Webhooks: ``webhook-id`` (the same at each try), ``webhook-timestamp`` (seconds since 1970, of this try) and
``webhook-signature``, ``v1,`` and the base64 of HMAC-SHA-256 over ``{id}.{timestamp}.{body}``.
"""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import hashlib
import hmac
import ipaddress
import json
import socket
from collections.abc import Callable

import httpx

from onestop.config.settings import HOOK_PREFIX, HookConnection, SettingsError
from onestop.deliver.channels import DeliveryError, Message, RefusedError, Timing, UnreachableError

SCHEMA_VERSION = "1.1"
# Whoever answers so will not answer otherwise unless somebody changes something.
_FOR_GOOD = {400, 401, 403, 404, 410}


class HookChannel:
    """The webhooks, by the name of their connection."""

    def __init__(self, find: Callable[[str], HookConnection | None], *, allows_private: bool, timing: Timing) -> None:
        """Look webhooks up with ``find``; ``allows_private`` lets them be in the own network or on this machine."""
        self._find = find
        self._allows_private = allows_private
        self._timing = timing

    def send(self, message_id: str, address: str, message: Message, now: dt.datetime) -> None:
        """Post a message, see `Channel.send`."""
        try:
            hook = self._find(address)
        except SettingsError as error:
            raise UnreachableError(str(error)) from None
        if hook is None:
            msg = f"there is no webhook of this name: set {HOOK_PREFIX}{address.upper()}, or correct the recipients"
            raise RefusedError(msg)
        body = as_body(message_id, message)
        stamp = str(int(now.timestamp()))
        headers = {
            "content-type": "application/json; charset=utf-8",
            "user-agent": "onestop",
            "webhook-id": message_id,
            "webhook-timestamp": stamp,
            "webhook-signature": signature(hook.secret, message_id, stamp, body),
        }
        try:
            status = asyncio.run(self._post(httpx.URL(hook.url), headers, body))
        except httpx.InvalidURL:
            msg = f"{HOOK_PREFIX}{address.upper()} is no address"
            raise RefusedError(msg) from None
        except (httpx.HTTPError, OSError) as error:  # TimeoutError and what resolving raises are of OSError's kind
            msg = f"the webhook cannot be reached: {type(error).__name__}"
            raise UnreachableError(msg) from None
        _judge(status)

    async def _post(self, url: httpx.URL, headers: dict[str, str], body: bytes) -> int:
        """Return the status of the answer; its body is not read."""
        timeout = httpx.Timeout(self._timing.hook_step)
        async with (
            asyncio.timeout(self._timing.hook),
            httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=timeout) as client,
        ):
            *others, last = await self._checked_places(url)
            for place in others:
                try:
                    return await _post_to(client, place, url, headers, body)
                except (httpx.ConnectError, httpx.ConnectTimeout):
                    continue
            return await _post_to(client, last, url, headers, body)

    async def _checked_places(self, url: httpx.URL) -> list[str]:
        """Return the IP addresses of a host, all of which must be public unless private ones are allowed."""
        found = await asyncio.get_running_loop().getaddrinfo(url.host, url.port, type=socket.SOCK_STREAM)
        places = list(dict.fromkeys(str(place[0]) for *_, place in found))
        if not self._allows_private and not all(is_public(place) for place in places):
            msg = "the webhook's address is not public: correct its connection, or set ONESTOP_PRIVATE_HOOKS=on"
            raise RefusedError(msg)
        return places


async def _post_to(client: httpx.AsyncClient, place: str, url: httpx.URL, headers: dict[str, str], body: bytes) -> int:
    """Post to the very IP address that was checked; the name service is not asked again."""
    request = client.build_request(
        "POST",
        url.copy_with(host=place),
        headers={**headers, "host": url.netloc.decode("ascii")},
        content=body,
        # The certificate is still that of the name.
        extensions={"sni_hostname": url.host},
    )
    response = await client.send(request, stream=True)
    await response.aclose()
    return response.status_code


def is_public(place: str) -> bool:
    """Tell whether an IP address belongs to the public internet."""
    address = ipaddress.ip_address(place.partition("%")[0])
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    address = mapped or address
    return address.is_global and not address.is_multicast


def as_body(message_id: str, message: Message) -> bytes:
    """Return the body of a message; it is the same at each try."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "type": message.event,
        "id": message_id,
        "timestamp": message.at.isoformat(),
        "data": message.data,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def signature(secret: str, message_id: str, stamp: str, body: bytes) -> str:
    """Return the signature of a message as its header has it."""
    signed = f"{message_id}.{stamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(secret.encode(), signed, hashlib.sha256)).decode()


def _judge(status: int) -> None:
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        msg = f"the webhook answers {status}, a redirect, which is not followed: set its connection to where it leads"
        raise RefusedError(msg)
    msg = f"the webhook answers {status}"
    raise RefusedError(msg) if status in _FOR_GOOD else DeliveryError(msg)
