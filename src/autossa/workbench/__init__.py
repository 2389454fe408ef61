"""Demo, embedded PostgreSQL, scratch databases, scenario player."""
