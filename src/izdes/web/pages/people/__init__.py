"""The office itself, for administrators: bodies, people, their posts and certificates."""
