"""What developers run: never shipped, imported by nothing."""
