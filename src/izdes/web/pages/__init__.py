"""Pages: what officers see. They ask selectors and call commands, and decide nothing themselves."""
