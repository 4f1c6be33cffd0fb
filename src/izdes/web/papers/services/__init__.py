"""Commands of papers: drafting, making and signing, translating, changing the language."""
