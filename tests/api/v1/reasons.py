"""Pages of the portal that have no endpoint, by the name of their address, and why not."""

REASONS: dict[str, str] = {
    "calendar_feed": "programs ask the page itself: its address is its secret",
}
