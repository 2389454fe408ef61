"""Tables of devices: what is installed and activated on them, what they sign in with, their signed files."""
