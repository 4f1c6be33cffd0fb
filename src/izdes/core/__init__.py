"""What it means: values and functions without I/O, clock, randomness or framework."""
