"""Paying by card: what is selected, where the gateway sends people back, and what it tells us (billing 14)."""
