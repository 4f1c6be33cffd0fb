"""Bench: what the program is measured by, how well and how fast, with figures that can be kept."""
