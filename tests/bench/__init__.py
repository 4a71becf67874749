"""`make bench`: what the documents claim about speed and memory, measured, beside peers in the same run."""
