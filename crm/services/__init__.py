"""What a user can do: one class an area, one method an operation."""
