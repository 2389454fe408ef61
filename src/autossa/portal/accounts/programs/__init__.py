"""What programs of an organisation and of a person are told: webhooks, calendars."""
