"""Search: numbers, people and cases, exactly; and asking to be let in where they are others'."""
