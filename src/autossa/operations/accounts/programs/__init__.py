"""Programs of people: whose token asks, how often, and that the same request is done once."""
