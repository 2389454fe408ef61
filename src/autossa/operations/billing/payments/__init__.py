"""Use cases of money that comes and goes: entering, assigning, allocating, giving up, paying out (billing 9 to 13)."""
