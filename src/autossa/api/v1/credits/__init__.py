"""Credits: ordered, paid, booked."""
