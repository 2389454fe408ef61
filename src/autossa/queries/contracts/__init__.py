"""Reads about contracts."""
