"""Migrations of the reception: forward only."""
