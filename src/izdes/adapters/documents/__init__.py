"""Papers: requests and freezes as PDF."""
