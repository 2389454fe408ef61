"""Reads for the books: all projects at once, a constant number of statements, streamed."""
