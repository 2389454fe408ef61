"""The bank, as facts: statements that were read, debits and transfers to be written, TARGET days."""
