"""The figures that the app runs on, and how they are read and checked (see README.md)."""
