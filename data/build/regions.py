"""Which municipality belongs to which region, subregion and official division."""

from pathlib import Path

import pandas as pd

REGIONS = {
    "Regio Groningen": "groningen",
    "Metropoolregio Amsterdam": "mra",
    "Groene Metropoolregio Arnhem-Nijmegen": "arnhem-nijmegen",
    "Haaglanden": "haaglanden",
    "Parkstad Limburg": "parkstad",
    "Regio Enschede": "enschede",
}
SUBREGIONS = {"Overig (Montferland)": "Montferland"}
LAST_YEAR = {("arnhem-nijmegen", "GM1955"): 2024}  # Montferland left on 1 January 2025

# Our key -> name on screen, column with the area's name, column with its code.
DIVISIONS = {
    "province": ("Provincie", "provincie", "provincie_code"),
    "corop": ("COROP-gebied", "corop", "corop_code"),
    "coropplus": ("COROP-plusgebied", "coropplus", "coropplus_code"),
    "arbeidsmarktregio": ("Arbeidsmarktregio", "arbeidsmarktregio", "arbeidsmarktregio_code"),
    "jeugdregio": ("Jeugdregio", "jeugdregio", "jeugdregio_code"),
    "zorgkantoorregio": ("Zorgkantoorregio", "zorgkantoorregio", "zorgkantoor_code"),
    "veiligheidsregio": ("Veiligheidsregio", "veiligheidsregio", "veiligheidsregio_code"),
    "ggd_regio": ("GGD-regio", "ggd_regio", "ggd_code"),
    "resregio": ("RES-regio", "resregio", "resregio_code"),
    "rmcregio": ("RMC-regio", "rmcregio", "rmcregio_code"),
    "veiligthuisregio": ("Veilig Thuis-regio", "veiligthuisregio", "veiligthuis_code"),
    "landsdeel": ("Landsdeel", "landsdeel", "landsdeel_code"),
}


def build_divisions(source: Path) -> pd.DataFrame:
    """`indelingen.csv` from the folder of source files."""
    return divisions(pd.read_csv(source / "bronnen" / "gemeenten_indeling.csv"))


def divisions(areas: pd.DataFrame) -> pd.DataFrame:
    """One row per municipality and division, in the order of `DIVISIONS`."""
    parts = [
        pd.DataFrame(
            {
                "municipality": areas["gm_code"],
                "division": key,
                "division_name": name,
                "area_code": areas[code],
                "area": areas[area],
            }
        )
        for key, (name, area, code) in DIVISIONS.items()
    ]
    return pd.concat(parts).sort_values("municipality", kind="stable", ignore_index=True)


def build_members(source: Path) -> pd.DataFrame:
    """`regio_gemeenten.csv` from the folder of source files."""
    return members(pd.read_csv(source / "domein" / "regios.csv"))


def members(listed: pd.DataFrame) -> pd.DataFrame:
    """One row per municipality of a koploper region; an empty year means no limit."""
    table = pd.DataFrame(
        {
            "region": listed["region"].map(REGIONS),
            "municipality": listed["code"],
            "subregion": listed["subregion"].replace(SUBREGIONS),
            "from_year": pd.NA,
        }
    )
    pairs = zip(table["region"], table["municipality"], strict=True)
    table["until_year"] = pd.array([LAST_YEAR.get(pair) for pair in pairs], dtype="Int64")
    order = table["region"].map(list(REGIONS.values()).index)
    return table.assign(order=order).sort_values(["order", "municipality"], ignore_index=True).drop(columns="order")
