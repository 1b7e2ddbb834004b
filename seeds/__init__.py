"""Reference data, rules and sample articles, as files."""
