"""What all endpoints share: who asks, what went wrong, pages of lists, shapes of values, what is done once."""
