"""Reads about the daily runs."""
