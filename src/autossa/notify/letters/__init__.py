"""The mails of each area: what an event says, and to whom."""
