"""Compiled kernels of linking."""
