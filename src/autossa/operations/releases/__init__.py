"""Use cases of the catalogue of releases (rule 9)."""
