"""What `izdes read` shows of files: statements, calendar, explanation, one row."""
