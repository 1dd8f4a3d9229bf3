"""OAuth consumers: third-party applications, registered, edited and taken off."""
