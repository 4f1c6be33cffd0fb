"""The ledger as columns: read, named, digested."""
