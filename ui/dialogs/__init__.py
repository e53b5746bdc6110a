"""Dialogs, each named after what the user does in it."""
