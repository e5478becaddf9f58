"""Published allocations that the engine is tested against."""

from pathlib import Path

import pandas as pd

ALLOCATIONS = {
    "taakstelling vergunninghouders": "taakstelling",
    "Spreidingswet indicatieve verdeling": "spreidingswet",
    "Spreidingswet baseline without SES correction": "spreidingswet-zonder-correctie",
}
BACKLOG = "Het gepubliceerde aantal is met achterstand uit eerdere halfjaren. Niet geschikt als strenge toets."
WELFARE = "Verdeeld naar inwoners en welvaart samen. Niet geschikt als strenge toets."
ESTIMATE = "Raming van een vakblad, vóór de officiële verdeling. Naar inwoners en welvaart samen."

NOTES = {
    "TS-01": "Gepubliceerd als taak voor het eerste halfjaar van 2023.",
    "TS-02": "Gepubliceerd is 54, na aftrek van een voorsprong van 4. De taak zelf is dus 58.",
    "TS-03": "De taak zelf is 37. Met een achterstand van 14 kwam het totaal op 51.",
    "TS-04": "De taak zelf is 33. Met 6 uit een eerder halfjaar kwam het totaal op 39.",
    "TS-05": "Gepubliceerd als taak. De bron noemt geen achterstand.",
    "TS-06": BACKLOG,
    "TS-07": BACKLOG,
    "TS-08": BACKLOG,
    "TS-09": BACKLOG,
    "SP-21": ESTIMATE,
    "SP-22": ESTIMATE,
    "SP-B1": "Raming naar inwoners alleen. De bron rekende met 23.922 inwoners.",
}


def build(source: Path) -> pd.DataFrame:
    """`toetsgevallen.csv` from the folder of source files."""
    return cases(pd.read_csv(source / "domein" / "toetsgevallen.csv"))


def cases(listed: pd.DataFrame) -> pd.DataFrame:
    """One row per published number [persons or places]; `strict` cases follow from inhabitants alone."""
    return pd.DataFrame(
        {
            "case": listed["test_id"],
            "allocation": listed["verdeling"].map(ALLOCATIONS),
            "period": listed["periode"],
            "national_total": listed["landelijk_totaal"],
            "municipality": listed["code"],
            "published": listed["gepubliceerd"],
            "strict": listed["strict_test"].map({"y": "true", "n": "false"}),
            "note": [NOTES.get(case, WELFARE) for case in listed["test_id"]],
            "source_url": listed["source_url"],
        }
    )
