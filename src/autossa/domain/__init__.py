"""The rules, pure: frozen dataclasses and functions; no clock, no database, no float. See README.md."""
