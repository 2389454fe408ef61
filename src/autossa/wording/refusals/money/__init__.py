"""Refusals of payments, of the bank and of dunning, in words."""
