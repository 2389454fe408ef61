"""Use cases about runs."""
