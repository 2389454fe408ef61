"""Use cases about contracts."""
