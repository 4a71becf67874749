"""Operate an installation: back it up, remove old rows and files, report problems of the pipeline."""
