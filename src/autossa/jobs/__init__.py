"""The schedule and the background tasks of one call each."""
