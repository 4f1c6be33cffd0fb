"""What `izdes trace` computes, writes and prints."""
