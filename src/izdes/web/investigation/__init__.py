"""Investigation: the course of a case, from its qualification to where it went."""
