"""What the environment decides: settings, connections, and which software this is."""
