"""Commands about invoices and the books."""
