"""From raw articles to their own words: Unicode, layout rules, header, ending, HTML pages."""

from articles.cleaning.clean import clean_article
from articles.cleaning.errors import CleaningError
from articles.cleaning.unicode import normalise, normalise_column

__all__ = ["CleaningError", "clean_article", "normalise", "normalise_column"]
