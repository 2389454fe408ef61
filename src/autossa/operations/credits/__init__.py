"""Use cases about credits."""
