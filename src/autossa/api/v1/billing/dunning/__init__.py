"""Dunning: what goes out, what keeps it silent, its stages."""
