"""Signing in: who may act, how that is proved, for how long, and what when the proof is lost."""
