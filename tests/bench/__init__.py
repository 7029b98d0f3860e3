"""The benchmark of the engine: ``setup/bench`` runs it. Every figure comes from this run, on this machine."""
