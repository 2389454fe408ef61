"""Endpoints of devices and their license files."""
