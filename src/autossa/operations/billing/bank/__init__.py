"""What we ask the bank for: files of direct debits and of refunds, each made once (billing 12, 13)."""
