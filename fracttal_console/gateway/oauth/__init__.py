"""The OAuth 2.0 endpoints, each a readable list of steps."""
