"""What `izdes law` reads and prints."""
