"""What happens when nothing is paid: the run of dunning, what keeps it silent, what the vendor sets (billing 16, 17)."""
