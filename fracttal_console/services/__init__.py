"""Use cases: permission, one transaction, one event, commit, notify."""
