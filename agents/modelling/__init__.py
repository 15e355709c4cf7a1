"""The model reader: a language model behind the reader protocol, over any endpoint that speaks OpenAI's protocols.

A model points at words; code finds them in the record, reads them again and combines both readings by the rulebook's
table. Nothing a model says becomes a status, a code, an identifier, a number or a date. Imported only when a model is
configured.
"""
