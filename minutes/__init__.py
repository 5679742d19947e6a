"""会議録: a council meeting's recording becomes a draft of its minutes, on this machine alone."""

__version__ = "0.1.0"
