"""Tables of credits: lots, transfers, orders."""
