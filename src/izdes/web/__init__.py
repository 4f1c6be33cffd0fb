"""The office: pages, people, cases and the journal, on PostgreSQL alone."""
