"""Hubs: what many unrelated complaints name, known beforehand or found by how it is named."""
