"""Cleans texts that come in, from sources and from sheets alike, so that what looks the same is the same."""

from __future__ import annotations

import functools
import re
import unicodedata

# Control characters that are no white space, and what has no shape of its own: marks of direction, joiners, soft
# hyphens, byte order marks, fillers, selectors of a variant.
_UNSEEN = (
    "\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_SOFT_HYPHEN = "\u00ad"
_HIDDEN = re.compile(f"[{_UNSEEN}]")
# Letters of other alphabets that keyboards and fonts give for a Vietnamese one: Icelandic and African D with a stroke.
_LETTERS = str.maketrans("\u00d0\u0189\u00f0\u0256", "ĐĐđđ")
_NOT_TIDY = re.compile(f"[{_UNSEEN}{_SOFT_HYPHEN}\x1c-\x1f\x85\u00a0\u00d0\u0189\u00f0\u0256]")
# Letters with tone marks of the encoding TCVN3, read as Latin-1: signs that never follow a letter in Vietnamese text.
# The soft hyphen is one of them.
_TCVN3 = re.compile(r"[\u00a8\u00ac\u00b5-\u00b8](?<=[^\W\d_].)")
# What a code is written with by another keyboard, where Latin letters and a hyphen are meant; and wide ASCII.
_CODE_SIGNS = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјкорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο\u2010\u2011\u2012\u2013\u2014\u2212",
    "ABESIJKMHOPCTYXaesijkopcyxABEZHIKMNOPTYXo------",  # pragma: allowlist secret - letters of the line above
)
_SPACES = re.compile(r"\s+")


@functools.lru_cache(maxsize=1 << 12)
def tidied(text: str) -> str:
    """Return text in Unicode NFC, with Vietnamese letters, single spaces and nothing that nobody sees.

    Text in the legacy encoding TCVN3 keeps its soft hyphens, which are letters there.
    """
    seen = _HIDDEN.sub("", text)
    if not _TCVN3.search(seen):
        seen = seen.replace(_SOFT_HYPHEN, "")
    return _SPACES.sub(" ", unicodedata.normalize("NFC", seen).translate(_LETTERS)).strip()


@functools.lru_cache(maxsize=1 << 12)
def is_tidy(text: str) -> bool:
    """Tell whether nothing is wrong with the characters of a text; outer and repeated spaces are not looked at.

    Of the legacy encodings TCVN3 is recognised. VNI and VIQR are not: they spell with characters that occur in
    good text too.
    """
    return unicodedata.is_normalized("NFC", text) and not _NOT_TIDY.search(text) and not _TCVN3.search(text)


def folded(text: str) -> str:
    """Return text as words are compared: tidied, without regard to case."""
    return tidied(text).casefold()


def plain_code(text: str) -> str:
    """Return a code as it was meant: no spaces, nothing hidden, Latin letters and plain hyphens for their doubles."""
    seen = _SPACES.sub("", _HIDDEN.sub("", text).replace(_SOFT_HYPHEN, ""))
    return unicodedata.normalize("NFC", seen.translate(_CODE_SIGNS))
