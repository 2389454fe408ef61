"""What devices ask of the database, a thousand times a second: statements of their own, prepared once a connection."""
