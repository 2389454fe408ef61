"""Tables of licenses, their lines and activation keys."""
