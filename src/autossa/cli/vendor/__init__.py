"""Commands about what the vendor sets: its terms."""
