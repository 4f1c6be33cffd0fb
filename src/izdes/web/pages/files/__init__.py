"""Pages of files: what is known of one, and its bytes to be saved."""
