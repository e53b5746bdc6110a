"""Measuring the reading on labelled samples that are kept outside the project."""
