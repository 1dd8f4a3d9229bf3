"""The audit log: what was done, by whom, and whether the record is whole."""
