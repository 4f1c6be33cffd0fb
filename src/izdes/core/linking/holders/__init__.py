"""Holders of accounts: which records speak of one person."""
