"""How the demo's payers pay: most on the day that is agreed, some not yet, and these are reminded."""
