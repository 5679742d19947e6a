"""What minutes are: values and rules on the standard library alone, knowing no model, file or database."""
