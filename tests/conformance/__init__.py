"""What is required of the gateway, which test proves it, and the modules of the conformance suite."""
