"""What sites that stand open to the outside have in common: their settings, and their health."""
