"""Facts in, rows out: how projects are read for the rules, and how what they decide is written."""
