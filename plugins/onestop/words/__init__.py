"""What people read: the catalogue of texts, and how figures are written. Vietnamese, with diacritics."""

from onestop.words.catalogue import WordsError, choices, table, text

__all__ = ["WordsError", "choices", "table", "text"]
