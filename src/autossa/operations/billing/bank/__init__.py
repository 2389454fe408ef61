"""The bank: statements are imported, what came on them is booked, and what waits is said by people (billing 10, 15)."""
