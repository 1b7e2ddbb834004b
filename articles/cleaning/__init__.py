"""From decoded content to the article itself: normalised, without the furniture of its page."""
