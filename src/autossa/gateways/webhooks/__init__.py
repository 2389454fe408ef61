"""Calls of others' addresses: where to, how long, and how much of the answer is read."""
