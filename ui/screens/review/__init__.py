"""The parts of the articles screen: list, text, tray."""
