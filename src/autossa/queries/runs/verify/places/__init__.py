"""Where rows stand: the directory and the projects, partitions and the archive."""
