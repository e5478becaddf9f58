"""One row per municipality: the figures that the criteria and the scaling of national numbers use."""

from pathlib import Path

import pandas as pd

YEARS = range(2021, 2026)

# Our column -> column of the source. Nothing is computed here.
COPIED = {
    "huishoudens": "huishoudens_2024",
    "woningen": "woningen_2024",
    "sociale_huur_aandeel": "pct_huur_corporatie",
    "nieuwbouw_2024": "nieuwbouw_2024",
    "ouderen_65plus": "inw_65plus_2024",
    "land": "land_km2_2023",
    "adressendichtheid": "oad_2024",
    "woz_waarde": "woz_gem_x1000_kwb2024",
    "laag_inkomen_aandeel": "pct_laag_inkomen_2021",
    "wmo_clienten_per_1000": "wmo_clienten_per_1000_2021",
    "jeugdzorg_aandeel": "pct_jongeren_jeugdzorg_2021",
}

COLUMNS = [
    "name",
    "province",
    *(f"inwoners_{year}" for year in YEARS),
    "huishoudens",
    "woningen",
    "sociale_huur_aandeel",
    "sociale_huur",
    "nieuwbouw",
    "nieuwbouw_2024",
    "plancapaciteit",
    "ouderen_65plus",
    "ouderen_75plus",
    "jongeren_15_24",
    "land",
    "adressendichtheid",
    "woz_waarde",
    "laag_inkomen_aandeel",
    "laag_inkomen",
    "wmo_clienten_per_1000",
    "jeugdzorg_aandeel",
]

# CBS adds the province to names that once existed twice; only Bergen still does.
SUFFIX = r"^(?!Bergen )(.*) \([A-Z]+\.\)$"

AGES_75_PLUS = ["lft_75_79", "lft_80_84", "lft_85_89", "lft_90_94", "lft_95plus"]
AGES_65_74 = ["lft_65_69", "lft_70_74"]
AGES_15_24 = ["lft_15_19", "lft_20_24"]


def build(source: Path) -> pd.DataFrame:
    """`gemeenten.csv` from the folder of source files: 342 rows, index = municipality code."""
    core, ages, plans = (
        pd.read_csv(source / "bronnen" / f"{name}.csv", index_col="gm_code").sort_index()
        for name in ("gemeenten_kern", "leeftijd_5jaars_2021_pc4", "plancapaciteit_2021")
    )
    return municipalities(core, ages, plans)


def municipalities(core: pd.DataFrame, ages: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """Combine the key figures, the ages [persons per five years] and the planned homes; all indexed by code."""
    table = pd.DataFrame({ours: core[theirs] for ours, theirs in COPIED.items()})
    table["name"] = core["gm_naam"].str.replace(SUFFIX, r"\1", regex=True)
    table["province"] = core["provincie"]
    for year in YEARS:
        table[f"inwoners_{year}"] = core[f"inwoners_{year}"]
    table["nieuwbouw"] = core["nieuwbouw_2015_2020"] + core["nieuwbouw_2024"]
    table["plancapaciteit"] = planned_homes(plans)
    table["ouderen_75plus"] = people_75_plus(table["ouderen_65plus"], ages)
    table["jongeren_15_24"] = young_people(table["inwoners_2021"], ages)
    return derive(table)[COLUMNS].rename_axis("municipality")


def derive(table: pd.DataFrame) -> pd.DataFrame:
    """Fill the two columns that are a share times a number; repeated after every refresh."""
    return table.assign(
        sociale_huur=whole(table["sociale_huur_aandeel"] / 100 * table["woningen"]),
        laag_inkomen=whole(table["laag_inkomen_aandeel"] / 100 * table["huishoudens"]),
    )


def planned_homes(plans: pd.DataFrame) -> pd.Series:
    """Planned homes, hard and soft together. A total of 0 is no answer from the province: missing."""
    return whole(plans["totaal"].where(plans["totaal"] > 0))


def people_75_plus(people_65_plus: pd.Series, ages: pd.DataFrame) -> pd.Series:
    """People of 65 and older in 2024 times the share of 75 and older among them in 2021."""
    older = ages[AGES_75_PLUS].sum(axis=1)
    return whole(people_65_plus * older / (older + ages[AGES_65_74].sum(axis=1)))


def young_people(inhabitants: pd.Series, ages: pd.DataFrame) -> pd.Series:
    """Share of 15 to 24 in the postcode areas times the official inhabitants.

    Postcode areas do not follow municipal borders, so their sum differs from the official number of inhabitants.
    """
    return whole(ages[AGES_15_24].sum(axis=1) / ages["totaal"] * inhabitants)


def whole(numbers: pd.Series) -> pd.Series:
    """Rounded to integers; missing stays missing."""
    return numbers.round().astype("Int64")
