"""How fast the daily run is, and how near to what PostgreSQL can do: `make bench`, or `python -m bench --help`.

Everything is measured on a server of its own that waits for the disk, in databases that hold a history already:
`databases` makes them, `fill` fills them, `teams` starts processes together, `runner` is a worker of the run,
`copier` one of the limit, `limit` prepares its rows, `measure` is one size, `moments` times single things,
`processors` tells processor time, `report` prints.
"""
