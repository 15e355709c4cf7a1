"""What the specialists share: recorded tool sessions, limits, the reader protocol and the runners."""
