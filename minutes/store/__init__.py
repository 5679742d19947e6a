"""Where bytes are kept. The only door to obstore."""
