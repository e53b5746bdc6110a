"""Dialogs, named after what the officer does in them."""
