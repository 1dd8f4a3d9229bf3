"""Clients that nobody here wrote, unpatched, behind two small faces: one for OAuth, one for Hawk."""
