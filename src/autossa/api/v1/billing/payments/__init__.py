"""Accounts of payers: what is owed, what came, what is given up or paid out; how payers pay."""
