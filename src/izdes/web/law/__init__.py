"""The law pack inside the office: what is installed, what overrides it, what is in force."""
