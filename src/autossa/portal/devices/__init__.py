"""Pages of devices: what is activated on them, their license files."""
