"""The customer's machines: how they are known, what is activated on them (rules 6 and 9)."""
