"""Words that stand for what the engine computes: references, kinds and units, with correct plurals."""

from __future__ import annotations

import re
import unicodedata

from charts.numbers import plural

REFERENCES = {
    "inwoners": "naar rato van inwoners",
    "woningen": "naar rato van het aantal woningen",
    "sociale_huur": "naar rato van de sociale huur",
    "gelijk": "bij gelijke delen",
}
COMBINATIONS = {
    "shares": {
        "name": "Aandelen optellen",
        "text": "Elke gemeente krijgt een aandeel per maatstaf. De gewichten bepalen hoe zwaar elk aandeel telt.",
    },
    "factors": {
        "name": "Factor per maatstaf",
        "text": "De referentie is het begin. Elke maatstaf maakt een deel kleiner (tot 0,5 keer) of groter (tot 1,5 keer).",
    },
}
CERTAINTIES = {"laag": "Niet zo zeker", "gemiddeld": "Redelijk zeker", "hoog": "Heel zeker"}
KINDS = {
    "stock": "Zoveel mensen of plekken zijn er op één moment.",
    "flow": "Zoveel komen er elke periode bij.",
    "shortage": "Zoveel zijn er nu te weinig.",
    "to_build": "Zoveel moeten er bij komen.",
}

KINDS_IN_SHORT = {
    "stock": "aantal op één moment",
    "flow": "komt elke periode terug",
    "shortage": "tekort van nu",
    "to_build": "moet erbij komen",
}


def slug(*parts: str, longest: int = 100) -> str:
    """Texts as part of the name of a file: small letters, digits and hyphens only."""
    letters = unicodedata.normalize("NFKD", "-".join(part for part in parts if part)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.casefold()).strip("-")[:longest]


def lower_first(text: str) -> str:
    """Without its first capital, names inside keep theirs."""
    return text[:1].lower() + text[1:]


def noun(unit: str) -> str:
    """The countable part of a unit: ``personen per halfjaar`` -> ``personen``."""
    return unit.split()[0]


def counted(amount: int, unit: str) -> str:
    """``1 persoon``, ``12 personen``."""
    singular = {
        "personen": "persoon",
        "woningen": "woning",
        "plekken": "plek",
        "cliënten": "cliënt",
        "jongeren": "jongere",
        "huishoudens": "huishouden",
        "woonplekken": "woonplek",
        "wooneenheden": "wooneenheid",
        "standplaatsen": "standplaats",
        "slachtoffers": "slachtoffer",
    }
    word = noun(unit)
    return plural(amount, singular.get(word, word), word)
