"""What payers owe, what came of them, and what is on account (billing 9 to 13)."""
