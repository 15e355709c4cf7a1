"""The engine around the specialists: durable runs, records, documents and doors."""
