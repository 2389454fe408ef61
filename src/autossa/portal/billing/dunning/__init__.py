"""Pages of dunning: all payers for finance, one payer for itself, a letter, what the vendor sets."""
