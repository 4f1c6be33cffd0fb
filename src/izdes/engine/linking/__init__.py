"""Linking over columns: equal to `izdes.core.linking` to the last join."""
