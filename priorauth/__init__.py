"""The vocabulary of prior authorization and its pure rules: no I/O, no third party beyond pydantic and the markdown parser."""
