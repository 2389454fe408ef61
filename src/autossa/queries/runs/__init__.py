"""Reads about runs."""
