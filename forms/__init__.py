"""The form for own figures: a workbook or csv that a region fills in, and how it is read back. Nothing is taken over half."""
