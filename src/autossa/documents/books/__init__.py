"""The books as files for other programs."""
