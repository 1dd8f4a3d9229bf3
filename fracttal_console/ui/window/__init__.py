"""The main window: header, navigation, pages, status bar, and the lock before them."""
