"""Payments by card or wallet, on a page of the gateway: no card number comes here (billing 14)."""
