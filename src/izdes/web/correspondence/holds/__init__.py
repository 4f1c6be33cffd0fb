"""Holds: what of the money is held where, by whose order, until when, and what came back of it."""
