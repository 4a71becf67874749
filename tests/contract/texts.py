"""Texts in good order, and such as sources send: decomposed, with characters that nobody sees, in old encodings."""

from __future__ import annotations

import unicodedata

GOOD_TEXTS = (
    "",
    "Phường Thuận Hóa",
    "hoà giải",  # the tone stands elsewhere, the text is composed
    "two  spaces, tab\tand line\nare tidied when read",
    "Diện tích 100 m² · giá 5 µg",
    "«Trích lục»",
    "№ 5 – “khai sinh”…",
)
ODD_TEXTS = {
    "decomposed": unicodedata.normalize("NFD", "Phường Thuận Hóa"),
    "zero width space": "Thuận \u200bHóa",
    "zero width in ASCII": "H57\u200d.31",
    "byte order mark": "\ufeffH57",
    "word joiner": "H57\u2060",
    "NBSP": "Thuận\u00a0Hóa",
    "NBSP in ASCII": "H57\u00a0",
    "TCVN3": "§¨ng ký khai sinh t¹i x· Phó Vang",
    "TCVN3, another": "Cộng hßa x· héi",
}
