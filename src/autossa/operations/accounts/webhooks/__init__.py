"""Events and webhooks: what happened gets its number, and is told to who wants to know (docs/decisions/0082)."""
