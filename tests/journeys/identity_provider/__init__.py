"""An identity provider that nobody here wrote: oidc-provider of npm, on a socket of its own."""
