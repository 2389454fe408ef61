"""Use cases about accounts."""
