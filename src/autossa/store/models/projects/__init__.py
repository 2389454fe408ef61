"""Tables of projects: names, coverage, what was done."""
