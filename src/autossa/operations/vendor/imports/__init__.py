"""Taking over an existing book: customers, projects, licenses, coverage, contracts, mandates; all of it, or nothing."""
