"""The money of the days ahead."""
