"""Pages about vendor."""
