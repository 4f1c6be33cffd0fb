"""Money as banks state it: accounts, transfers, statements, the ledger."""
