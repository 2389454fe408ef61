"""What was released, and who may install it (rule 9)."""
