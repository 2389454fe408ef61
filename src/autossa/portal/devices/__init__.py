"""Pages of devices: what is on them, and what is done to them."""
