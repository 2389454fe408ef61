"""What programs of people are told, when it is tried again, and which addresses may be called."""
