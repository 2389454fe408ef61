"""What happens when nothing is paid: the run of dunning, what keeps it silent, what is set for it (billing 16, 17)."""
