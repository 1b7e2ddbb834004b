"""The dashboard: a static site of the published file, in Vietnamese and English, that opens from disk."""
