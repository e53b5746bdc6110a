"""The calendar of projects: plans and stages by day."""
