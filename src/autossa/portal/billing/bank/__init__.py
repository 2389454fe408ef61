"""Pages of the bank for finance: statements, payments that wait for somebody, direct debits, refunds."""
