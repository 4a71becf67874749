"""Find open dossiers that need attention, and write the lists for units and provinces."""
