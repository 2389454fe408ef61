"""Money that comes, in words."""
