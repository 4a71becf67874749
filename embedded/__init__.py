"""The embedded stack: PostgreSQL from a wheel, Airflow and the published page, without containers."""

from __future__ import annotations


class StackError(RuntimeError):
    """The stack cannot do what was asked; the message says why and what to do about it."""
