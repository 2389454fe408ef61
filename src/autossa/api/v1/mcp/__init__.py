"""For assistants: what they may ask, by the Model Context Protocol. Nothing here changes anything (docs/decisions/0083)."""
