"""Kinds of repair and doubt that are noticed while a record is read.

Each is of a single record and can be seen without any other. What needs the catalogues (another form of a
procedure's code, another scheme of a unit's) is left to the rules.
"""

from __future__ import annotations

from enum import StrEnum


class Notice(StrEnum):
    """What was noticed; rules find these words in the column ``noticed``."""

    AMOUNT_FORMAT_OTHER = "amount_format_other"
    """Money with separators or zero decimals, read as whole VND."""
    DATE_FORMAT_OTHER = "date_format_other"
    """A moment in another shape than the contract's, read by its shape."""
    DATE_IN_OTHER_ZONE = "date_in_other_zone"
    """A moment with another offset than +07:00, converted."""
    DATE_PLACEHOLDER = "date_placeholder"
    """A date that stands for none, such as 0001-01-01 or 9999-12-31, read as none."""
    ERROR_CODE_SHORT = "error_code_short"
    """MaLoi 0 where 00 is meant."""
    FIELD_NAME_CASE = "field_name_case"
    """A field name in other upper and lower case than the contract's."""
    NESTED_JSON_TEXT = "nested_json_text"
    """A nested list that came as JSON text, decoded."""
    NESTED_OBJECT = "nested_object"
    """A nested list that came as an object: its only entry, or its entries by number."""
    NESTED_JSON_UNREADABLE = "nested_json_unreadable"
    """A nested list that came as text and could not be decoded: it is lost."""
    SCALAR_RETYPED = "scalar_retyped"
    """A number, boolean or null where the contract has strings, True/False for 1/0, or 1.0 for 1."""
    STATUS_SPELLING_OTHER = "status_spelling_other"
    """The second spelling of a payment's state."""
    TEXT_NOT_NORMALISED = "text_not_normalised"
    """Text that is not NFC, has characters that nobody sees, NBSP or letters that only look right, or looks like a
    legacy encoding."""
