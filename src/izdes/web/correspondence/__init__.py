"""Correspondence: requests to institutions and what became of them."""
