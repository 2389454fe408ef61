"""Who asks, and with which tokens."""
