"""Active authorizations: what people and consumers granted, and taking it back."""
