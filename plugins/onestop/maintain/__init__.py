"""Retention: takes out what grew old and nothing needs any more."""
