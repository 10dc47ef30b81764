"""The house over HTTP: the live stream, the doors for links and keys, and the gate that knows who may see what."""
