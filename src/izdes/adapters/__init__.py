"""Every outside format: bank answers, complaints, tables, words, documents."""
