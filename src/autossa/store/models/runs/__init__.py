"""Tables of the daily run, the jobs and the outbox."""
