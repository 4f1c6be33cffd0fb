"""Pages of correspondence: requests and holds of a case, signing, deciding, the institution's."""
