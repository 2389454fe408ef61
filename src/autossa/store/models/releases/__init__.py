"""Tables of releases: products, branches, versions, their files."""
