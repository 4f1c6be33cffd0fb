"""Files: bytes that somebody gave, kept once under their digest, enciphered, never interpreted."""
