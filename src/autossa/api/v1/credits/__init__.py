"""Endpoints of credits: balance and transfers, orders."""
