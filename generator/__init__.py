"""Writes the statements that follow from declarations into files, to be reviewed and tested as others are."""
