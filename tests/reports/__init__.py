"""Reports as they are built and written."""
