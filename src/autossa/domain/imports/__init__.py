"""A book that is taken over: its sheets and columns, what is wrong with a row, and what becomes of a project."""
