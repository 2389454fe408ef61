"""Use cases about organisations."""
