"""Texts in three languages for every skin: one gettext catalogue, no Qt."""
