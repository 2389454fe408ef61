"""A book as a file: what is stored, or an empty one to fill in."""
