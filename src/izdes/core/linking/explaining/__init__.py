"""Explaining: what two complaints have in common, with weights and rows of the source."""
