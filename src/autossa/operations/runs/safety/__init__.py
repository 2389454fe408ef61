"""What keeps the daily run safe: checked before it books, true while it books, verified after it, taken back whole."""
