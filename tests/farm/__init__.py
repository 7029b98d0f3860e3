"""Servers on loopback that behave as badly as a remote can, over real sockets."""
