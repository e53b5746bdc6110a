"""Tests of the services, through the front door, on both databases."""
