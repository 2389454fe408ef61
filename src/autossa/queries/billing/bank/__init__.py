"""The bank's statements: what was imported, what became of it, what payments are compared with (billing 10, 15)."""
