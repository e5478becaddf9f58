"""How the tables came to be, one step per file in `versions/`; run at first use, see `store/database.py`."""
