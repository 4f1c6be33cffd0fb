"""Commands of cases: taking complaints, registering cases, naming members, letting others in."""
