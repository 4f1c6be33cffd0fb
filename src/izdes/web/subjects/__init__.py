"""Subjects: identifiers, where they were mentioned, and who looked them up for what."""
