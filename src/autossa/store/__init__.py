"""The tables: rows to facts, plans to rows."""
