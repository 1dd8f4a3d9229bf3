"""What the dialogs and pages of API keys and OAuth consumers have in common."""
