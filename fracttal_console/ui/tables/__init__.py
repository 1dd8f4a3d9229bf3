"""The one table: rows are values of the services, columns are data."""
