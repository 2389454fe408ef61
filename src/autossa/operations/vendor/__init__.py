"""Use cases about vendor."""
