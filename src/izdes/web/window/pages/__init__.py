"""Pages of the public window: one question a page, in plain words, with and without a script."""
