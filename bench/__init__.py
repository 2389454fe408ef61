"""How fast the daily run is, and how near to what PostgreSQL can do: `make bench`, or `python -m bench --help`.

Everything is measured on a server of its own that waits for the disk, in databases that hold a history already:
what makes and fills them, runs and copies is `autossa.workbench.runs_bench`, which `autossa bench run` calls too;
`moments` times single things, `portal` and `money` pages, `report` prints.
"""
