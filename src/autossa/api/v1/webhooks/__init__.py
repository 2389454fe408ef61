"""Webhooks: addresses of an organisation that are told what happens."""
