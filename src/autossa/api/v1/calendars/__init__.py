"""Calendars: secret addresses that calendar programs subscribe to."""
