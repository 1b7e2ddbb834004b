"""From a cleaned article to its facts."""
