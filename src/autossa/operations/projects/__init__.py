"""Use cases about projects."""
