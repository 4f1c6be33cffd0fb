"""Holders of accounts among many records, found by `splink`."""
