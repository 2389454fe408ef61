"""What every page stands on: rights, requests, frames, forms, the clock."""
