"""Funds: bank answers of cases, the country's ledger made of their rows, and traces through it."""
