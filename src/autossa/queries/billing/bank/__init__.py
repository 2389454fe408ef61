"""The bank: what was imported and became of it, what is compared with it, what is collected (billing 10, 12, 15)."""
