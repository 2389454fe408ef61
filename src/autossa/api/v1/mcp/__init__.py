"""For assistants: what they may read, by the Model Context Protocol (docs/decisions/0083)."""
