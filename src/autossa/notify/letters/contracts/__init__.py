"""Mails about a contract."""
