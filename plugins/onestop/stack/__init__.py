"""What everything stands on: settings, clock, database, migrations, the embedded stack."""
