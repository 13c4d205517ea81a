"""Blocks to typed rows: titles, dates, repeals, awards, tables. What can't be read for certain is not guessed."""
