"""From files, archives and streams to raw articles, in batches."""
