"""What a user takes away from a result: figures, workbook, decision note, csv and json. Pure functions: a result in, bytes out."""
