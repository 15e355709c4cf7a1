"""The vocabulary of prior authorization and its pure rules; no I/O."""
