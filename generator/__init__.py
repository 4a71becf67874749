"""Write the SQL statements that follow from declarations into files, which are reviewed and tested as others are."""
