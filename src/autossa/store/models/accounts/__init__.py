"""Tables of people: users, their devices and tokens, registrations, and staff acting as somebody."""
