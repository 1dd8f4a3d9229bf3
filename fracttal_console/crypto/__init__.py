"""Cryptography, passwords and the custody of the master key."""
