"""From publications to people: pages."""
