"""Files from the bank, read as untrusted input: account statements (camt.053)."""
