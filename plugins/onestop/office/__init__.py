"""Files that offices open: workbooks."""
