"""Pages about billing."""
