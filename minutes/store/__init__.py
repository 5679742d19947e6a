"""What lasts: files, rows and the audit log. The only door to obstore and to the database."""
