"""The REST door, ours and the accelerator's."""
