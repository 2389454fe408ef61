"""What dunning knows: the vendor's policy, each payer's case, what will happen and what did (billing 16 to 18)."""
