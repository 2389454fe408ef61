"""Commands of orders and quotes."""
