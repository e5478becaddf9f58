"""HTTP routes of the same process: a scenario in, a result out; and the files that a browser fetches once."""
