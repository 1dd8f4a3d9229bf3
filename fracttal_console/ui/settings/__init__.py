"""Settings of the window and of the gateway, and the own account."""
