"""Relations over the records of all documents, and the one algebra that questions and tables are evaluated by."""
