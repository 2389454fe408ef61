"""Pages of releases: the catalogue for staff, days and support ends for everybody, downloads."""
