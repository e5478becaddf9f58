"""How the csv tables were made from their official sources; run `python -m data.build --help`."""
