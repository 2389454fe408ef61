"""Projects: what is covered, until when, under which contract."""
