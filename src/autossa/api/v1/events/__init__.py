"""Events: what happened, in the order in which programs read it."""
