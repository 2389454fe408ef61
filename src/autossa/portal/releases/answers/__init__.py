"""Who may install what: the matrix of a project, one device, one release as staff sees it."""
