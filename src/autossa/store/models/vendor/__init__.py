"""Tables of what the vendor sets: rates, prices, policies, texts of mails, the portal."""
