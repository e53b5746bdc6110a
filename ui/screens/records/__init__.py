"""What the pages of several kinds of record show alike: what happened, and files."""
