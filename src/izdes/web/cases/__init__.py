"""Cases: complaints, cases and their episodes, who works in them and who was let in."""
