"""Text to facts: pure functions, no database, no Qt, no network."""
