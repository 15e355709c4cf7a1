"""What persons do about a case: decide, ask, extend, resume, reopen, withdraw.

One module for each act. An act is asked for by somebody, checked against what stands, and written in one transaction
with its event and its letters. Nothing in here is ever called by a run, a clock or a reader.
"""
