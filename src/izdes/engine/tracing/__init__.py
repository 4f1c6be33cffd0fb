"""Tracing over columns: equal to `izdes.core.tracing` to the last minor unit."""
