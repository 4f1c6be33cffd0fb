"""What templates of the window say."""
