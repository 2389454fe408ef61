"""The bank, for finance: statements, payments that wait for somebody, direct debits."""
