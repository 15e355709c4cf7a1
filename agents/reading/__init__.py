"""The embedded reader: clinical text to observations with spans, on the standard library and the vocabulary alone."""
