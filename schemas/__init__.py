"""The records that pass between the stages, and nothing else: this package imports no other of the project."""
