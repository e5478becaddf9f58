"""Keeping scenarios: what the pages ask of the store, of links and of files, for the visitor who is here.

Every function that can fail raises `FairShareError`, one Dutch line; the pages show it and go on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

import session
from charts.differences import differences
from charts.scenarios import headline, version_count
from data.tables import load_tables
from fairshare import FairShareError, Result, Scenario
from fairshare.kept import Kept, from_file, pack, to_file, unpack
from fairshare.scenario_comparison import MOST
from session import Paper
from store import Change, Outcome, Saved, Share, Summary, Version, current
from store import differences as numbers_between

PAGE = 20
NAME_MAX = 80
NOTE_MAX = 1_000
"""Characters of a name and of a note that can be typed."""
LISTED_MAX = 200
"""Saved scenarios to choose from when comparing: the latest ones."""
NOW = "nu"
"""The scenario on screen, among those that are compared."""
ASIDE = "opzij"


def is_on() -> bool:
    """Whether scenarios can be kept; when not, links and files still work."""
    try:
        return current().is_on
    except FairShareError:
        return True  # a wrong setting is said where the store is used


# -- opening


def paper_of(version: Version, kind: str = "own", token: str = "") -> Paper:
    """What a saved version is to this visitor."""
    return Paper(
        name=version.name,
        note=version.note,
        version=version.id,
        saved=version.scenario,
        number=version.number,
        by=version.author,
        time=version.created_at,
        kind=kind,
        token=token,
        data_version=version.data_version,
    )


def _opened_file(kept: Kept) -> Paper:
    scenario = kept.scenario
    return Paper(name=scenario.name, note=scenario.note, saved=scenario, kind="file", data_version=kept.data_version)


OPENERS: session.Openers = {
    "gedeeld": lambda token: paper_of(current().open_shared(token), "shared", token),
    "s": lambda text: _opened_file(unpack(text)),
    "versie": lambda version_id: paper_of(current().get(version_id)),
}
"""What a link may name: a shared scenario, a scenario that is all in the link, a saved version."""


def open_version(version_id: str) -> None:
    """The saved version becomes the scenario of this visitor."""
    _take_up(paper_of(current().get(version_id)))


def open_file(content: bytes) -> None:
    """The scenario in a file becomes the scenario of this visitor; one that cannot be worked with is refused."""
    _take_up(_opened_file(from_file(content)))


def _take_up(paper: Paper) -> None:
    session.result_of(paper.saved)
    session.take_up(paper.saved, paper, f"Geopend: {paper.name or 'een scenario'}")


def continue_with_copy() -> None:
    """The shared scenario becomes a scenario of one's own: the shared one stays as it is."""
    paper = session.paper()
    session.file_under(Paper(name=f"Kopie van {paper.name or 'gedeeld scenario'}"[:NAME_MAX], note=paper.note))


def back_to_shared() -> None:
    """The shared scenario again, as it was; what was moved can be had back with undo."""
    paper = session.paper()
    session.take_up(paper.saved, paper, "Terug naar het gedeelde scenario")


# -- figures that changed since


def outdated() -> bool:
    """Whether the figures have changed since the scenario in view was saved, and the visitor has not chosen yet."""
    version = session.paper().data_version
    return bool(version) and _is_older(version)


def _is_older(data_version: str) -> bool:
    """Whether the published figures were others then; own figures are part of the scenario itself."""
    return data_version.partition("+")[0] != load_tables().version


def accept_figures() -> None:
    """Go on with the figures of now."""
    session.file_under(replace(session.paper(), data_version=load_tables().version))


def changes_since() -> tuple[Change, ...] | None:
    """Every number that differs between the scenario as saved and as the figures of now give it; None without a saved outcome."""
    paper = session.paper()
    if not paper.version:
        return None
    old = current().open_shared(paper.token) if paper.token else current().get(paper.version)
    return numbers_between(old.outcome, Outcome.of(session.result_of(paper.saved)))


# -- saving


def save(name: str, note: str, author: str) -> Saved:
    """Keep the scenario in view as a new version; it goes on from the version it came from."""
    paper = session.paper()
    scenario = session.scenario().with_(name=name.strip(), note=note.strip())
    result = session.result_of(scenario)
    parent = paper.version if paper.kind == "own" and paper.version else None
    saved = current().save(result, author=author.strip(), headline=headline(result, session.group()), parent=parent)
    session.file_under(paper_of(saved.version))
    st.session_state.author = author.strip()
    return saved


def author() -> str:
    """The name that this visitor filled in last."""
    return st.session_state.get("author", "")


def rename(version_id: str, name: str, note: str, by: str) -> Saved:
    """Another name or note: a new version with the same numbers."""
    saved = current().rename(version_id, name.strip(), note=note.strip(), author=by.strip())
    st.session_state.author = by.strip()
    paper = session.paper()
    if paper.version == version_id and paper.kind == "own":
        session.file_under(paper_of(saved.version))
    return saved


def told_between(before: Scenario, after: Scenario) -> list[str]:
    """What differs between two scenarios, in words."""
    return differences(load_tables(), before, after)


def conflict_words(saved: Saved) -> list[str]:
    """What the version of someone else has that the one just saved has not."""
    return told_between(saved.version.scenario, current().get(saved.conflict.id).scenario)


# -- listing


@dataclass(frozen=True)
class ListPage:
    """One page of the list: ``page`` of ``last``, counted from 1, and how many scenarios there are in all."""

    scenarios: tuple[Summary, ...]
    total: int
    page: int
    last: int


def listed(search: str, region: str | None, archived: bool, page: int) -> ListPage:
    """Page ``page`` of the list, or the last one when there are fewer."""
    ask = lambda offset: current().list_scenarios(  # noqa: E731
        search=search, region=region, archived=archived, limit=PAGE, offset=offset
    )
    found = ask(PAGE * (page - 1))
    last = max(1, -(-found.total // PAGE))
    if page > last:
        page, found = last, ask(PAGE * (last - 1))
    return ListPage(found.scenarios, found.total, page, last)


@dataclass(frozen=True)
class Past:
    """A version in the history of a scenario: ``told`` is what differs from the version it was made from."""

    version: Summary
    told: tuple[str, ...]
    since: str


def history(thread: str, most: int = PAGE) -> tuple[Past, ...]:
    """The versions of a scenario, the newest first, each with what changed; a damaged one says so."""
    found, scenarios = current().versions(thread), {}
    numbers = {summary.id: summary.number for summary in found}

    def scenario_of(version_id: str) -> Scenario | None:
        if version_id not in scenarios:
            try:
                scenarios[version_id] = current().get(version_id).scenario
            except FairShareError:
                scenarios[version_id] = None
        return scenarios[version_id]

    past = []
    for summary in found[:most]:
        now = scenario_of(summary.id)
        before = scenario_of(summary.parent) if summary.parent else None
        if now is None:
            past.append(Past(summary, (), summary.damaged or "Deze versie is niet te openen."))
        elif before is None:
            past.append(Past(summary, (), "De eerste versie." if summary.parent is None else ""))
        else:
            told = tuple(told_between(before, now))
            since = f"{'Veranderd' if told else 'Niets veranderd'} sinds versie {numbers.get(summary.parent, '?')}"
            past.append(Past(summary, told, f"{since}{':' if told else '.'}"))
    return tuple(past)


def archive(thread: str) -> None:
    """Put a scenario away; it can always come back."""
    current().archive(thread)


def restore(thread: str) -> None:
    """Take a scenario back from the archive."""
    current().restore(thread)


# -- sharing


def share() -> str:
    """A link to the saved version that is in view; whoever has it can look at it."""
    return address(gedeeld=current().share(session.paper().version).token)


def shares(version_id: str) -> tuple[Share, ...]:
    """The links to a version."""
    return current().shares(version_id)


def revoke(share_id: str) -> None:
    """End a link."""
    current().revoke(share_id)


def whole_link() -> str:
    """A link that holds the whole scenario: own figures, reasons, name and note too."""
    return address(s=pack(_kept()))


def whole_file() -> str:
    """The scenario as a file, with the version of its figures."""
    return to_file(_kept())


def _kept() -> Kept:
    return Kept(session.scenario(), session.inputs().data_version)


def address(**query: str) -> str:
    """The address of /verdelen with these parameters, on the server where the visitor is."""
    here = urlsplit(st.context.url or "")
    folder = here.path.rpartition("/")[0]
    return urlunsplit((here.scheme, here.netloc, f"{folder}/verdelen", urlencode(query), ""))


# -- a scenario to compare with, and scenarios side by side


@dataclass(frozen=True)
class Pinned:
    """The scenario that every page shows the difference with."""

    name: str
    scenario: Scenario


def pin(name: str, scenario: Scenario) -> None:
    """Every page shows the difference with this scenario from now on."""
    session.result_of(scenario)
    st.session_state.pinned = Pinned(name or "Zonder naam", scenario)


def unpin() -> None:
    """No scenario to compare with any more."""
    st.session_state.pinned = None


def pinned() -> Pinned | None:
    """The scenario to compare with, or None."""
    return st.session_state.get("pinned")


def pinned_result() -> Result | None:
    """Its result, when there is one that has to do with the scenario in view; None otherwise."""
    if pinned() is None:
        return None
    result = session.result_of(pinned().scenario)
    return result if result.inputs.codes == session.inputs().codes else None


def can_compare(groups: tuple[str, ...]) -> bool:
    """Whether the pinned scenario has a result for these groups in these municipalities."""
    result = pinned_result()
    return result is not None and all(group in result.groups for group in groups)


def pinned_words() -> str:
    """The pinned scenario as what is compared with: ``met ‘Voorstel’``."""
    return f"in ‘{pinned().name}’"


def put_aside() -> None:
    """Remember the scenario in view for this visit, to compare with."""
    kept, scenario = st.session_state.setdefault("aside", {}), session.scenario()
    key = f"{ASIDE}-{len(kept) + 1}"
    kept[key] = scenario if scenario.name else scenario.with_(name=f"Opzij gelegd {len(kept) + 1}")
    choose_to_compare(key)


def aside() -> dict[str, Scenario]:
    """The scenarios that were put aside in this visit."""
    return st.session_state.get("aside", {})


def compared() -> list[str]:
    """Which scenarios are compared: keys of `choices`."""
    return [key for key in dict.fromkeys(session.viewed_text("met").split(",")) if key]


def compare(keys: list[str]) -> None:
    """Compare these scenarios from now on."""
    session.look_at("met", ",".join(dict.fromkeys(keys)) or None)


def choose_to_compare(key: str) -> None:
    """One more scenario to compare."""
    chosen = [*(compared() or [NOW]), key]
    if len(chosen) > MOST:
        raise FairShareError(f"U vergelijkt al {MOST} scenario's. Haal er eerst een weg.")
    compare(chosen)


def choices() -> dict[str, str]:
    """Key -> name of every scenario that can be compared here: on screen, put aside, and saved ones of this region."""
    found = {NOW: "Nu op het scherm"} | {key: scenario.name for key, scenario in aside().items()}
    if is_on():
        for summary in current().list_scenarios(region=session.scenario().region, limit=LISTED_MAX).scenarios:
            found[summary.id] = _label(summary)
        for key in compared():
            if key not in found and not key.startswith(ASIDE):
                found[key] = _label(current().get(key))
    return found


def _label(summary: Summary) -> str:
    by = f" van {summary.author}" if summary.author else ""
    return f"{summary.name or 'Zonder naam'} (versie {summary.number}{by})"


def scenario_of(key: str) -> tuple[str, Scenario]:
    """Name and scenario of one that is compared."""
    if key == NOW:
        name = session.scenario().name
        return f"{name}, nu op het scherm" if name else "Nu op het scherm", session.scenario()
    if key in aside():
        return aside()[key].name, aside()[key]
    version = current().get(key)
    return version.name, version.scenario


def fields(summary: Summary) -> dict[str, Any]:
    """What `charts.scenarios.list_item` shows of a version."""
    signs = [version_count(summary.number, summary.tips)]
    if summary.damaged:
        signs.append(summary.damaged)
    elif _is_older(summary.data_version):
        signs.append("Bewaard met eerdere cijfers")
    return {
        "name": summary.name,
        "region": summary.region,
        "saved": summary.headline,
        "note": summary.note,
        "by": summary.author,
        "time": summary.created_at,
        "signs": signs,
    }
