"""Quality: the rules and what must hold before a publication, executed a second time by Great Expectations.

Great Expectations takes seconds to import and hundreds of megabytes, so it lives in a process of its own that is
started at the first need of a run and ends with it (``process``, ``__main__``, ``examination``). What it is to look at
is put together here (``suites``), asked for by ``inspector``, and told in pages by ``report``.
"""
