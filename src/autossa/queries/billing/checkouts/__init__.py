"""What can be paid by card, and what became of a payment (billing 14)."""
