"""Tables of customers and partners: who belongs to them, who was invited, what was handed over."""
