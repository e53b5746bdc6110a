"""Widgets and services of the window that several screens use."""
