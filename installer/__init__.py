"""Setting the program up from its sources, and building what is handed out."""
