"""The overview: figures of today, what needs attention, requests per day, newest events."""
