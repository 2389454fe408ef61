"""Endpoints of products, releases, and who may install what."""
