"""What several test rooms share: a warehouse of their own, a scripted source, the content of a warehouse."""
