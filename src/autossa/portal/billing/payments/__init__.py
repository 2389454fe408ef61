"""How payers pay: methods, mandates, and what the vendor offers."""
