"""The service and its database: set up, served, worked, checked."""
