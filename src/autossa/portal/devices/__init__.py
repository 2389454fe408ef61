"""Pages of devices: what is on them, what is done to them, their license files."""
