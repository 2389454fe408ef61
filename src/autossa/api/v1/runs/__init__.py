"""The daily run, what is parked, and e-mails that wait or failed."""
