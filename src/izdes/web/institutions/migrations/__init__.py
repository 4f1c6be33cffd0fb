"""Migrations of the institutions' site."""
