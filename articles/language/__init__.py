"""Tools for the Vietnamese language: sentences, names, people, dates, numbers."""
