"""Report definitions and the workbooks made from them."""
