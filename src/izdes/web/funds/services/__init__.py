"""Commands of funds: taking answers, reading them, deciding which counts, tracing."""
