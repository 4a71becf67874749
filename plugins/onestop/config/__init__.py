"""What the environment decides: settings and connections."""
