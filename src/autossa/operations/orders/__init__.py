"""Use cases of orders: licenses, quotes and their approval (billing 8)."""
