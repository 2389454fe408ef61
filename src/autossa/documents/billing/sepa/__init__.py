"""Files for the bank: direct debits (pain.008.001.08), refunds (pain.001.001.09); same facts, same bytes."""
