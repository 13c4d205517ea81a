"""What is shown beside answers: the tables, opened sources, completions and the questions offered."""
