"""The nightly comparison of core with what the sources count and what the payment platform lists."""
