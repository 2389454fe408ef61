"""Letters of dunning, what keeps it silent, what the vendor sets; the run is in `operations.runs` (billing 16, 17)."""
