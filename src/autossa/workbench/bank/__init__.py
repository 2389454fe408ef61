"""A bank for tests, the demo and measurements: writes statements, and answers files of direct debits."""
