"""Pages of the law: what is in force, what a day knows, and what overrides the pack."""
