"""Which open dossiers need attention, and which lists are told to whom at which hour."""
