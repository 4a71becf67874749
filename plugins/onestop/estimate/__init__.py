"""Estimate which open dossiers will be late, from how much of their time limit earlier cases took."""
