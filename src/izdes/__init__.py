"""Izdes: follow stolen money from complaint to account, and keep a record a court can check."""
