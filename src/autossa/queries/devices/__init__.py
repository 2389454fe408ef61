"""Reads about devices: what is on them, how they sign in, which files they have."""
