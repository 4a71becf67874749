"""The way to the warehouse: connections, statements from files, migrations, the business clock."""
