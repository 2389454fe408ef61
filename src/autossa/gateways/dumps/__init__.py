"""Dumps of the whole database, made and read by PostgreSQL's own programs."""
