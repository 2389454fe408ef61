"""What is exchanged with the bank: direct debits and refunds."""
