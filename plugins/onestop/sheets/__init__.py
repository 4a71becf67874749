"""What people hand in as a sheet: targets, figures entered by hand, the national portal's own figures."""
