"""The HTTP authority: OAuth 2.0, Hawk, and the pages people see in a browser."""
