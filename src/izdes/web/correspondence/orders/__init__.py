"""Orders: from a draft to the paper that is signed, who signs it, and the check of its answer."""
