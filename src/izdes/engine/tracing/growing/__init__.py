"""Traces that go on when a statement arrives."""
