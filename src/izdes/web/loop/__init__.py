"""The loop: what a trace leaves open becomes drafts, and every answer makes the plan anew."""
