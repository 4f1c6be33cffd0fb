"""The journal: every change of state, in one chain that nobody can rewrite unnoticed."""
