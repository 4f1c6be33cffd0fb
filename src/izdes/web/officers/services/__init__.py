"""Commands of officers: bodies, people, posts, certificates, and how an office begins."""
