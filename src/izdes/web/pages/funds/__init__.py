"""Pages of funds: a case's bank answers, what they cover, and where the money went."""
