"""The parts of `izdes link`: what it is asked, what it shows, what it writes."""
