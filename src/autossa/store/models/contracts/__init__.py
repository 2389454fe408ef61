"""Tables of contracts: their changes, what was said about them, what is being filled in."""
