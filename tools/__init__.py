"""What developers run and nobody installs: makers of files that are committed."""
