"""Use cases of devices: registered, licenses activated on them and released, how they sign in, signed files."""
