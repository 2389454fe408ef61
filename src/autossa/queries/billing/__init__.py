"""Reads about billing."""
