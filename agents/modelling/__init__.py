"""The model reader: Agent Framework agents over any OpenAI-compatible, Azure OpenAI or Foundry model."""
