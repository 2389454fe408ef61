"""What the pages of all areas stand on: permissions, typed requests, frames, forms."""
