"""Tables of the rules, for the docs."""
