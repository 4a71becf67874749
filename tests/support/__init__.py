"""What tests of several rooms share, and the words in which they say what a source sends and what is then read.

What a source sends is a script of records (`tests.support.scripted`)::

    script_of([dossier("A-1"), ended("A-2", "20260304080000")], events=[event("A-1", "20260302090000")])

- ``dossier``, ``dossiers``, ``ended``, ``event``, ``supplement``, ``extension`` and ``commune`` make records; each
  takes the fields of the contract that a test cares about, and has sound values for the others.
- ``script_of`` takes pages of dossiers, the records of other feeds by the name of the feed, ``more_units``, and what a
  script says of itself, such as ``as_of``. Several readings are several scripts.
- Lives that are drawn at random are in `tests.support.lives`, records that are spoilt in `tests.support.malformed`, and
  a source that counts what is true of it is a world of the simulator.

What is then read, in `tests.support.warehouse`::

    warehouse.start_clock("2026-03-05T08:00:00+07:00")
    warehouse.read_and_refresh(script_of([dossier("A-1")]))

- ``read_script`` and ``read_world`` read, ``refresh`` computes figures, ``read_and_refresh`` does both.
- ``keep_periods``, ``keep_plans`` and ``hold_nothing`` leave out what a test is not about.
- The fixture ``warehouse`` is empty, ``module_warehouse`` is filled once by a fixture of its module, and ``copied``
  copies it for a test that changes it.
- Cases of a table that do not touch each other are read together, each in a commune of its own: `tests.support.apart`.
"""
