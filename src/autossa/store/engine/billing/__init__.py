"""What the engine knows of documents and their VAT beyond amounts: rates, and whom a document names."""
