"""Commands of the law: packs and overrides."""
