"""Weak evidence: what proposes and ranks, and never joins alone."""
