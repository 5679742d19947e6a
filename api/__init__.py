"""The service's pages and interface; they come with the service itself."""
