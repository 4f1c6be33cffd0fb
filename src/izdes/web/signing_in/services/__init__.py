"""Commands of signing in."""
