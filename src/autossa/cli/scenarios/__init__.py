"""Scenario files: read, played, shown."""
