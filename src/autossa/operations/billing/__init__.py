"""Use cases about billing."""
