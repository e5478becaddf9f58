"""Municipal boundaries and everything drawn from them. `layers` is the light runtime; `build` makes the files."""
