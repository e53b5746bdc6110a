"""Records, rules and values of investment promotion; standard library only."""
