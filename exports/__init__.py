"""Minutes as files that people use elsewhere: each module renders one format, and knows nothing of databases."""
