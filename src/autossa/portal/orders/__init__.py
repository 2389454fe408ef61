"""Pages of orders and quotes (billing 8)."""
