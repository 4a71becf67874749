"""What keeps an installation healthy: backup, removal of old rows and files, and what is wrong with the pipeline."""
