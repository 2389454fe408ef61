"""Money that is owed and that came: claims, payments, what they are for, mandates, refunds."""
