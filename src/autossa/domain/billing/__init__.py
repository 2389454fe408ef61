"""What is invoiced, how it is taxed, paid and dunned: parties, VAT, documents, payments (billing 1 to 19)."""
