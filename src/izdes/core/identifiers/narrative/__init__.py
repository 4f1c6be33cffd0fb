"""Narrative: what stands in a victim's own words, found, typed and given its role."""
