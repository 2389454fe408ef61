"""Tables of the daily run, the schedule and the outbox."""
