"""Lists about projects as tables for other programs: the projects, their activity, the terms they were placed with."""
