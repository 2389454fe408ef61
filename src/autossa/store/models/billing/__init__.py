"""Tables of what was booked and invoiced."""
