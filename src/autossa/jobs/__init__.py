"""The schedule and the worker: what is done without anybody asking for it."""
