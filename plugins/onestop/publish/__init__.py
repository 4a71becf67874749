"""Freeze figures into publications and rankings."""
