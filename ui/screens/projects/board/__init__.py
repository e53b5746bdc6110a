"""The board of projects: a column for each stage, a card for each project."""
