"""Papers: procedural documents of cases, made from forms, signed, confirmed to whoever asks."""
