"""Before the main window: the first start, signing in, unlocking."""
