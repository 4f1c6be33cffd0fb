"""Operation: the processes of the office, their health, their figures, and what they write down."""
