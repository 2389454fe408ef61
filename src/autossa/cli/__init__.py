"""The `autossa` command: translate, one call, print."""
