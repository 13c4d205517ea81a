"""What a factory has to do, whether anything bars it, and how far the corpus reaches: computed from records alone."""
