"""The books: what was invoiced, owed, taxed, deferred and earned, from what was booked alone (billing 19)."""
