"""The pages of a case: what it is, what is done in it, where it goes."""
