"""What is invoiced and how it is taxed: parties, VAT, documents (billing 1 to 7)."""
