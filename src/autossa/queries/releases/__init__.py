"""Reads of what was released, and of who may install it (rule 9)."""
