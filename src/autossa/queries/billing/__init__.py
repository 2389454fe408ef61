"""Reads about settlements and invoices."""
