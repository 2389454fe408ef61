"""Pages of payers' accounts: what is owed, what came, what is given up and paid out."""
