"""Quality: rules and conditions of a publication, executed a second time by Great Expectations.

Great Expectations takes seconds to import and hundreds of megabytes, so it runs in a process of its own that is
started when a run first needs it and ends with the run (``process``, ``__main__``, ``examination``). What it checks
is defined in ``suites``, requested by ``inspector``, and shown on pages by ``report``.
"""

SHOWN_KEYS = 20
"""Most records that are named for each broken rule."""
