"""Orders of SSC and licenses, and quotes (billing 8)."""
