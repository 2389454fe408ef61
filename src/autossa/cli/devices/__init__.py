"""Commands about devices: their license files, and the keys that sign these."""
