"""`python -m autossa` is the `autossa` command."""

from autossa.cli.main import run

run()
