"""Books that are taken over: what one is held against, and the same format written from what is stored."""
