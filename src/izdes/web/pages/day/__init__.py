"""The first page: an officer's day."""
