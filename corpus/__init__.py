"""What the sources say: records, tables, readers, validation and the shipped document."""
