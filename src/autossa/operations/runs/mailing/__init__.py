"""How the outbox is delivered: events become mails, mails are claimed, sent, tried again or parked."""
