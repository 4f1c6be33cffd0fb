"""The tables other tools rely on: ledger, accounts, claims, trace and links as CSV and Parquet."""
