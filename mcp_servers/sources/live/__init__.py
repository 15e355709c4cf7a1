"""The public services, asked over the network: gently, with bounds, and with nothing but codes, numbers and words."""
