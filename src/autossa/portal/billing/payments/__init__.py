"""Pages of payers' accounts: what is owed, what came, what is paid out; how payers pay, their mandates."""
