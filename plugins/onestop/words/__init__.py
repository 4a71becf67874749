"""How things are called and figures are written for the people who read them: Vietnamese, with diacritics."""
