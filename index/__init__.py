"""Finding: tokens, fields, ranking, engines and generations."""
