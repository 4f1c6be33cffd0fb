"""The single window: where anybody reports to the police, without a login, from any telephone."""
