"""The six regions side by side: rows of comparable figures, what one key does, and the profiles."""

from __future__ import annotations

from html import escape

import pandas as pd

from charts.numbers import MISSING, number, percent, signed, significant
from charts.remembered import Shared, remembered
from charts.tables import Cell, Head, html_table
from charts.terms import source_url, term
from data.tables import Tables
from fairshare import FairShareError, Result, Scenario, inputs_for, result_for
from fairshare.comparison import Indicators, KeyEffect, indicators, key_effect
from fairshare.scenario import DEFAULT_YEAR

TOPICS = {
    "start": "Start",
    "bestuur": "Bestuur",
    "aanpak": "Aanpak",
    "fair_share": "Kijk op eerlijk verdelen",
    "kennisvragen": "Vragen van de regio",
    "goede_voorbeelden": "Goede voorbeelden",
}

INDICATOR_COLUMNS = ("sociale_huur", "ouderen_75plus", "laag_inkomen", "land", "nieuwbouw_2024", "plancapaciteit")
"""The column of `gemeenten.csv` behind each indicator after the task."""


@remembered
def results_per_region(tables: Tables, scenario: Scenario, group: str) -> Shared[str, Result | str]:
    """The same key and year in every region; where it cannot be used, the Dutch line that says why.

    Tasks that were filled in belong to one region and stay there. What was bargained is left out everywhere: it is about one
    region, and not about the key.
    """
    found: Shared[str, Result | str] = Shared()
    criteria = tuple(figure for figure in scenario.figures if figure.kind == "criterion")
    for region in tables.regions["region"]:
        here = region == scenario.region
        own = scenario.with_(agreements=(), swaps=()) if here else scenario.in_region(region, figures=criteria)
        try:
            result = result_for(tables, own)
            result.column(group)
            found[region] = result
        except FairShareError as error:
            found[region] = str(error)
    return found


@remembered
def indicator_table(tables: Tables, results: Shared[str, Result | str], group: str, year: int = DEFAULT_YEAR) -> str:
    """A row per region: the task per 1,000 inhabitants and what a region has to work with; bars compare within a column."""
    rows = {
        region: indicators(inputs_for(tables, Scenario(region=region, year=year)))
        for region in tables.regions["region"]
    }
    names = tables.regions.set_index("region")["short_name"]
    rates = {
        region: None
        if isinstance(result, str)
        else 1000 * float(result.numbers[:, result.column(group)].sum()) / rows[region].inhabitants
        for region, result in results.items()
    }
    columns = {
        "Opgave per 1.000 inwoners": ([rates[region] for region in rows], significant),
        "Sociale huur": ([row.social_rent for row in rows.values()], lambda v: percent(v, 1)),
        "75-plussers (raming)": ([row.elderly for row in rows.values()], lambda v: percent(v, 1)),
        "Laag inkomen (2021)": ([row.low_income for row in rows.values()], lambda v: percent(v, 1)),
        "Inwoners per km² land": ([row.density for row in rows.values()], number),
        "Gebouwd in 2024 per 1.000 woningen": ([row.building for row in rows.values()], lambda v: number(v, 1)),
        "Plannen (2021) per 1.000 woningen": ([row.planned for row in rows.values()], number),
    }
    cells = {name: _bars(values, write) for name, (values, write) in columns.items()}
    body = []
    for i, (region, row) in enumerate(rows.items()):
        lead = [
            names[region],
            Cell(number(row.municipalities), is_number=True),
            Cell(number(row.inhabitants), is_number=True),
        ]
        body.append([*lead, *(cells[name][i] for name in columns), _spread(row)])
    sources = [
        source_url("groepen", group=group),
        *(source_url("gemeenten", column) for column in INDICATOR_COLUMNS),
    ]
    titles = [Head(name, source=url) for name, url in zip(columns, sources, strict=True)]
    head = [
        "Regio",
        Head("Gemeenten", source=source_url("gemeenten", "municipality")),
        Head(f"Inwoners {year}", source=source_url("gemeenten", f"inwoners_{year}")),
        *titles,
        Head("Sociale huur: laagste en hoogste gemeente", source=source_url("gemeenten", "sociale_huur_aandeel")),
    ]
    return html_table("De zes regio's in cijfers", head, body)


def _bars(values: list[float | None], write) -> list[Cell]:
    known = [value for value in values if value is not None and value == value]
    top = max(known, default=0) or 1
    return [
        Cell(MISSING, is_number=True)
        if value is None or value != value
        else Cell(write(value), is_number=True, bar=value / top)
        for value in values
    ]


def _spread(row: Indicators) -> Cell:
    (low, least), (high, most) = row.lowest, row.highest
    return Cell(f"{percent(least)} tot {percent(most)}", note=f"{low} – {high}")


@remembered
def effects(tables: Tables, results: Shared[str, Result | str], group: str) -> Shared[str, KeyEffect]:
    """What the key does in every region where it can be used."""
    central = tables.regions.set_index("region")["central_municipality"]
    return Shared(
        (region, key_effect(result, group, tuple(central[region].split(";"))))
        for region, result in results.items()
        if not isinstance(result, str)
    )


def effect_words() -> str:
    """What the table of effects is about, with its terms explained."""
    return (
        f"De {term('verdeelsleutel', 'sleutel')} van Verdelen, toegepast in elke regio. {term('concentratie', 'Concentratie')} 0 "
        f"betekent: precies {term('naar-rato')} van inwoners. Afspraken en uitruil tellen op deze pagina niet mee."
    )


@remembered
def effect_table(tables: Tables, results: Shared[str, Result | str], group: str) -> str:
    """The same key in six regions: share of the central city, how much moves, how concentrated."""
    regions = tables.regions.set_index("region")
    found = effects(tables, results, group)
    body = []
    for region, result in results.items():
        if region not in found:
            body.append([regions.at[region, "short_name"], Cell(str(result)), *[Cell("–", is_number=True)] * 5])
            continue
        effect = found[region]
        names = dict(zip(result.inputs.codes, result.inputs.names, strict=True))
        cities = " en ".join(names[code] for code in regions.at[region, "central_municipality"].split(";"))
        body.append(
            [
                regions.at[region, "short_name"],
                Cell(number(effect.task), is_number=True),
                Cell(
                    f"{percent(effect.moved[1], 1)}",
                    is_number=True,
                    bar=effect.moved[1] / _top(found),
                    note=f"{number(effect.moved[0])} verschoven",
                ),
                Cell(f"{effect.most[0]} {signed(effect.most[1])}" if effect.most[1] else "niemand"),
                Cell(percent(effect.central, 1), is_number=True, bar=effect.central, note=cities),
                Cell(percent(effect.central_reference, 1), is_number=True, bar=effect.central_reference),
                Cell(number(effect.concentration, 3), is_number=True),
            ]
        )
    head = [
        "Regio",
        Head("Opgave", "opgave", source_url("groepen", group=group)),
        Head("Verschoven", "verschoven"),
        "Neemt het meest extra op zich",
        Head("Aandeel centrale stad", "aandeel"),
        Head("Was naar de referentie", "referentie"),
        Head("Concentratie (Gini)", "concentratie"),
    ]
    return html_table("Dezelfde sleutel in zes regio's", head, body)


def _top(found: dict[str, KeyEffect]) -> float:
    return max((effect.moved[1] for effect in found.values()), default=0) or 1


@remembered
def comparison_finding(tables: Tables, results: Shared[str, Result | str], group: str) -> str:
    """Where the same key moves most and least."""
    names = tables.regions.set_index("region")["short_name"]
    found = {region: effect.moved[1] for region, effect in effects(tables, results, group).items()}
    if not found:
        return "Deze sleutel kan in geen van de regio's worden gebruikt."
    most, least = max(found, key=found.get), min(found, key=found.get)
    if found[most] < 0.0005:
        return "Met deze sleutel blijft de verdeling in alle regio's gelijk aan de referentie."
    far, near = percent(found[most], 1), percent(found[least], 1)
    return f"Dezelfde sleutel verschuift in {names[most]} {far} van de opgave, in {names[least]} {near}."


def profile(tables: Tables, region: str) -> list[tuple[str, list[dict[str, str]]]]:
    """Topics of a region in their order, each with its lines (text, status, source, source_url)."""
    rows = tables.region_profiles[tables.region_profiles["region"] == region].sort_values("order")
    return [(title, rows[rows["topic"] == topic].to_dict("records")) for topic, title in TOPICS.items()]


@remembered
def profile_html(tables: Tables, region: str) -> str:
    """The profile of one region; what is unknown says so, and every line leads to its source."""
    row = tables.regions.set_index("region").loc[region]
    parts = [f"<h3>{escape(row['name'])}</h3>"]
    for title, lines in profile(tables, region):
        items = "".join(_line(line["text"], line["status"] == "bekend", line["source_url"]) for line in lines)
        parts.append(f"<h4>{escape(title)}</h4><ul>{items}</ul>")
    is_known = pd.notna(row["woondeal_homes"])
    homes = f"{number(float(row['woondeal_homes']))} woningen." if is_known else "Onbekend voor deze regio alleen."
    woondeal = _line(f"{homes} {row['woondeal_note']}", is_known, row["woondeal_source_url"])
    parts.append(f"<h4>Woondeal</h4><ul>{woondeal}</ul>")
    return f'<div class="fs-profile">{"".join(parts)}</div>'


def _line(text: str, is_known: bool, url: object) -> str:
    unknown = "" if is_known else ' class="unknown"'
    link = f' <a href="{escape(url)}" target="_blank" rel="noopener">bron</a>' if isinstance(url, str) else ""
    return f"<li{unknown}>{escape(text)}{link}</li>"
