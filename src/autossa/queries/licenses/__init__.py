"""Reads about licenses."""
