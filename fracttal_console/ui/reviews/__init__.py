"""Reviews: revocations that support proposes, and what becomes of them."""
