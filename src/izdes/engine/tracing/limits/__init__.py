"""What no rule can change: the envelope, and the perimeter of what was touched."""
