"""Endpoints of contracts."""
