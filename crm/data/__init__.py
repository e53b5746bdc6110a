"""The outside world: database, files, search, child processes."""
