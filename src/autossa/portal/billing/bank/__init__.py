"""Pages of the bank for finance: statements, what each brought, payments that wait for somebody."""
