"""The world outside: payments, mail, documents, signing."""
