"""Reads that keep the daily run safe: what it would find, what it would change, what is left, what can be voided."""
