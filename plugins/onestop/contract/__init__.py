"""What a source says: feeds, the allow-list, and parsers by shape. Imports nothing of ours."""
