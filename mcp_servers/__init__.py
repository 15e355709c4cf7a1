"""The data servers the specialists look things up in, each an MCP server of its own."""
