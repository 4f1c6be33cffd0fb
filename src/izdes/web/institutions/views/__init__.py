"""Addresses of the site, each a short view over the same reading and keeping."""
