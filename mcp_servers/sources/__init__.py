"""Where the data servers get their data: bundled files or the live public services."""
