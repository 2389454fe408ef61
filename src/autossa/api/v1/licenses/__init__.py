"""Endpoints of licenses and activation keys."""
