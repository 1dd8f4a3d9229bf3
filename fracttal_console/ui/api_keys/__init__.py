"""API keys: Hawk credentials, made, edited and taken back."""
