"""What the engine refuses, in words for the person who asked."""


class FairShareError(ValueError):
    """Input that the engine refuses. The message is one Dutch line: what is wrong, where, and how to mend it."""


def dutch(number: float, most: int = 1, least: int = 0) -> str:
    """``1234.5`` -> ``1.234,5``, with ``least`` to ``most`` decimals."""
    whole, _, rest = f"{number:,.{most}f}".partition(".")
    rest = rest.rstrip("0").ljust(least, "0")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")
