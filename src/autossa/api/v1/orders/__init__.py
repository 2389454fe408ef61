"""Orders of licenses, and quotes: prepared, approved, accepted."""
