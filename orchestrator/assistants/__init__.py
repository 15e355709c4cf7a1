"""The engine as a server of tools, so that an assistant can submit a case and explain what came of it.

It stands behind the same gate and the same roles as every other door, and decides nothing.
"""
