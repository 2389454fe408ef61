"""Auto SSA: the portal and engine that keeps software service agreements current."""

__version__ = "0.1.0"
