"""What the vendor sets: catalogue, terms, settings, texts of e-mails; and an existing book that is taken over."""
