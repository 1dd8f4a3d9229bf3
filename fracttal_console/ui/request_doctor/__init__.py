"""The request doctor: why requests were refused, and what would repair them."""
