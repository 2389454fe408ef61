"""Reads about organisations."""
