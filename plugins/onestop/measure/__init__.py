"""From facts to figures: the single writer, periods, forms and indicator values."""
