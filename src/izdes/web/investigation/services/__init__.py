"""Commands of the course of a case: qualification, terms, tasks, notes, movements."""
