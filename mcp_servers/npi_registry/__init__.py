"""Providers: NPI check digit and the registry held here."""
