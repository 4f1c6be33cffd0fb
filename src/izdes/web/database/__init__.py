"""The database server: the embedded one, which one process owns, or any other by its address."""
