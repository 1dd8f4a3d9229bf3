"""People: who has an account, and as what."""
