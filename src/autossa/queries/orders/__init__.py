"""Reads about orders of licenses, about quotes, and about who may approve one."""
