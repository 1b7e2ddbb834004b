"""Migrations, tables and report views, one statement's purpose per file."""
