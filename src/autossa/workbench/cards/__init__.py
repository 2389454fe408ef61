"""A gateway of cards of our own, for the demo and tests: no money, and events that get lost or forged."""
