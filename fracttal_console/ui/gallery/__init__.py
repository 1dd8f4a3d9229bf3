"""Pictures of every screen, for documents and for whoever looks at them."""
