"""What people can do, for their programs: one endpoint a use case, over the very operations and queries of pages."""
