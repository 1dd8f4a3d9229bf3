"""The client's side: ask the gateway as an integrator's program would, step by step, and show each step."""
