"""Canonical bytes and digests: how a result is named so that anyone can find it again."""
