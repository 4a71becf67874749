"""From moving figures to frozen ones: publications and rankings."""
