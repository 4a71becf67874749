"""Turn facts into figures: the single writer, periods, forms and indicator values."""
