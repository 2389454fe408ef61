"""Reads for people and machines: frozen rows, never model instances; see README.md."""
