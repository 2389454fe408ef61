"""Writes: one function a use case, keyword-only, one transaction; see README.md."""
