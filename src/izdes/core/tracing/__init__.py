"""Tracing rules: where a victim's money went, under a convention that is named."""
