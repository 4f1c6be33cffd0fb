"""Officers: bodies, people, their posts from a day to a day, and what they are certified for."""
