"""Reads about vendor."""
