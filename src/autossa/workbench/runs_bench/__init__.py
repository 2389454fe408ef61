"""How fast the daily run is, and how near to what PostgreSQL can do: `autossa bench run`, and more by `make bench`.

Everything is measured on a server of its own that waits for the disk, in databases that hold a history already:
`databases` makes them, `fill` fills them, `teams` starts processes together, `runner` is a worker of the run,
`copier` one of the limit, `limit` prepares its rows, `measure` is one size, `processors` tells processor time.
"""
