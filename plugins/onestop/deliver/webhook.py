"""Webhooks: one signed POST a message, to an address that was checked, without redirects.

The body is JSON, ``{"schema_version": "1.1", "type", "id", "timestamp", "data"}``. The headers are those of Standard
Webhooks: ``webhook-id`` (the same at each try), ``webhook-timestamp`` (seconds since 1970, of this try) and
``webhook-signature``. The key is the secret itself in UTF-8, whatever it begins with: a receiver that checks with a
library of Standard Webhooks gives it the secret as bytes.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import json
import socket
from collections.abc import Callable

import httpx
from standardwebhooks import Webhook

from onestop.config.settings import HOOK_PREFIX, HookConnection, SettingsError
from onestop.deliver.channels import DeliveryError, Message, RefusedError, Timing, UnreachableError

SCHEMA_VERSION = "1.1"
# Answers that stay the same until a person changes something.
_PERMANENT = {400, 401, 403, 404, 410}


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
        headers = {
            "content-type": "application/json; charset=utf-8",
            "user-agent": "onestop",
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            # The library reads the moment as one of UTC, whatever its zone is.
            "webhook-signature": Webhook(hook.secret.encode()).sign(message_id, now.astimezone(dt.UTC), body.decode()),
        }
        try:
            status = asyncio.run(self._post(httpx.URL(hook.url), headers, body))
        except httpx.InvalidURL:
            msg = f"{HOOK_PREFIX}{address.upper()} is no address"
            raise RefusedError(msg) from None
        except (httpx.HTTPError, OSError) as error:  # TimeoutError and what resolving raises are of OSError's kind
            msg = f"the webhook cannot be reached: {type(error).__name__}"
            raise UnreachableError(msg) from None
        _check_status(status)

    async def _post(self, url: httpx.URL, headers: dict[str, str], body: bytes) -> int:
        """Return the status of the answer; its body is not read."""
        timeout = httpx.Timeout(self._timing.hook_step)
        async with (
            asyncio.timeout(self._timing.hook),
            httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=timeout) as client,
        ):
            *others, last = await self._resolve(url)
            for ip_address in others:
                try:
                    return await _post_to(client, ip_address, url, headers, body)
                except (httpx.ConnectError, httpx.ConnectTimeout):
                    continue
            return await _post_to(client, last, url, headers, body)

    async def _resolve(self, url: httpx.URL) -> list[str]:
        """Return the IP addresses of a host, all of which must be public unless private ones are allowed."""
        found = await asyncio.get_running_loop().getaddrinfo(url.host, url.port, type=socket.SOCK_STREAM)
        ip_addresses = list(dict.fromkeys(str(ip_address[0]) for *_, ip_address in found))
        if not self._allows_private and not all(is_public(ip_address) for ip_address in ip_addresses):
            msg = "the webhook's address is not public: correct its connection, or set ONESTOP_PRIVATE_HOOKS=on"
            raise RefusedError(msg)
        return ip_addresses


async def _post_to(
    client: httpx.AsyncClient, ip_address: str, url: httpx.URL, headers: dict[str, str], body: bytes
) -> int:
    """Post to the IP address that was checked; the name is not resolved again."""
    request = client.build_request(
        "POST",
        url.copy_with(host=ip_address),
        headers={**headers, "host": url.netloc.decode("ascii")},
        content=body,
        # The certificate is still that of the name.
        extensions={"sni_hostname": url.host},
    )
    response = await client.send(request, stream=True)
    await response.aclose()
    return response.status_code


def is_public(ip_address: str) -> bool:
    """Return whether an IP address belongs to the public internet."""
    address = ipaddress.ip_address(ip_address.partition("%")[0])
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


def _check_status(status: int) -> None:
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        msg = f"the webhook answers {status}, a redirect, which is not followed: set its connection to where it leads"
        raise RefusedError(msg)
    msg = f"the webhook answers {status}"
    raise RefusedError(msg) if status in _PERMANENT else DeliveryError(msg)
