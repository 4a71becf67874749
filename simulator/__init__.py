"""A simulated commune one-stop source with a known truth.

One-stop offices (bộ phận một cửa) take in the citizens' requests of a commune. This package invents a year of
them, serves them over HTTP as a real one-stop system would, and writes down what a correct count of them must
give. It shares no code with the pipeline, so that the two can check each other.
"""
