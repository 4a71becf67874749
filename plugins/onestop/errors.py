"""Errors that may be kept and shown."""

from __future__ import annotations


class TellableError(RuntimeError):
    """An error whose message holds no value of a record and no secret: the warehouse keeps it, and people read it."""


class InspectionError(TellableError):
    """Great Expectations could not look: its process failed, ended, gave no answer, or a statement failed."""
