"""The books, for finance: what is owed, VAT, what is deferred, what is expected; their files and accounts."""
