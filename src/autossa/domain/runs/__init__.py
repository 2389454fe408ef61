"""What is done by itself: its queues, caps before a run books, differences to what was booked last."""
