"""The bank: statements are imported and booked, files of debits and refunds made (billing 10, 12, 13, 15)."""
