"""The specialists that review a case, what they share, and how each is hosted."""
