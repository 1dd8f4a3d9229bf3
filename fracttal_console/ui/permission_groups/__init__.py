"""Permission groups: what credentials and people may do, as a matrix."""
