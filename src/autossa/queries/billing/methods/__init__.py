"""How payers pay: their methods and mandates."""
