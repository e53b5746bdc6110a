"""Lists: ids first, then rows for the ids in sight."""
