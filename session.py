"""The choices that follow a visitor from page to page: the scenario and what is in view, in the session and in the URL."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

import takeaway
from charts.differences import differences, in_one_line
from charts.findings import task_line
from charts.negotiation import moves_between
from charts.numbers import number
from charts.overview import region_names
from charts.own_figures import KIND_NAMES, quiet, today_line
from charts.sheet import evidence
from charts.words import slug
from data.tables import Tables, load_tables
from fairshare import Agreement, FairShareError, Inputs, Result, Scenario, Swap, checks, inputs_for, link, result_for
from fairshare.assumptions import LIMIT, LIMITS, TURNOVER, Assumption, assumption, overrides_of, with_assumption
from fairshare.figures import PER_MUNICIPALITY, ROLES, STATUSES, VALUE, VALUE_MAX, OwnFigure, digest, plainly
from fairshare.inputs import INHABITANTS, years
from fairshare.provenance import fact, subject_names, unit_of, with_value
from fairshare.regions import members, own_codes, region_name
from fairshare.scenario import TASK_MAX
from fairshare.sheet import Sheet
from history import History, Move, Place

DEFAULT_REGION = "arnhem-nijmegen"
DEFAULT_GROUP = "statushouders"
REASON_MAX = 200
ELSEWHERE = "andere"
"""The entry of the region picker that leads to composing a region."""
HERE = ZoneInfo("Europe/Amsterdam")
VIEW = ("maat", "vorm", "niveau", "gebied", "kleur", "gemeente", "deel", "item", "met", "versies")
"""What a page shows of the result, next to scenario and group: kept in the link, checked by the page that uses it."""


@dataclass(frozen=True)
class FigureSet:
    """Own figures of a region, and when they were taken up."""

    region: str
    figures: tuple[OwnFigure, ...]
    time: datetime


# -- the URL ----------------------------------------------------------------------------------------------------------


def to_query(scenario: Scenario, group: str, view: dict[str, str]) -> dict[str, str]:
    """Scenario, group in view and what a page shows as query parameters; defaults are left out."""
    shown = {} if group == DEFAULT_GROUP else {"groep": group}
    return link.to_query(scenario) | shown | view


def from_query(
    query: dict[str, str], tables: Tables, figures: dict[str, tuple[OwnFigure, ...]] | None = None
) -> tuple[Scenario, str, list[str]]:
    """Scenario and group in a link, with a Dutch line for every part that could not be used; the rest is kept.

    ``figures`` are the own figures this visitor has worked with, by digest.
    """
    found, problems = link.from_query(query, DEFAULT_REGION, lambda s: result_for(tables, s) and None, figures)
    group = query.get("groep", DEFAULT_GROUP)
    if group not in set(tables.groups["group"]):
        problems.append(str(checks.unknown("groep", group, tables.groups["group"])))
        group = DEFAULT_GROUP
    return found, group, problems


# -- the session --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Paper:
    """What the scenario in view is kept as: its name and note, and the saved version it came from.

    Parameters
    ----------
    version : id of the version in the store, '' when it is not kept there.
    saved : the scenario as it was saved or opened, None for one that was never saved.
    number : of the version.
    by, time : who saved it, and when.
    kind : ``own`` goes on in the thread it came from; ``shared`` and ``file`` are looked at, and saved as something new.
    token : of the link it was opened by.
    data_version : of the figures it was saved with.
    """

    name: str = ""
    note: str = ""
    version: str = ""
    saved: Scenario | None = None
    number: int = 0
    by: str = ""
    time: datetime | None = None
    kind: str = "own"
    token: str = ""
    data_version: str = ""


Openers = Mapping[str, Callable[[str], Paper]]
"""Parameter of a link -> opens what it names, or raises FairShareError."""


def start(openers: Openers | None = None) -> None:
    """Take up the link of a new visit (or of the back button), else go on with what was chosen; runs before every page."""
    state = st.session_state
    query = st.query_params.to_dict()
    if "figures" not in state:
        state.figures, state.figures_of, state.own_regions, state.sets = {}, {}, {}, []
        state.papers = {0: Paper()}
    if "scenario" not in state or (query and query != state.query):
        _arrive(query, openers or {})
    state.drawn = state.history
    show_link()


def show_link() -> None:
    """Write the choices to the URL: at the start of every run, because what a callback writes does not reach the browser."""
    state = st.session_state
    state.query = _link()
    if st.query_params.to_dict() != state.query:
        st.query_params.from_dict(state.query)


def part(draw: Callable[[], None]) -> Callable[[], None]:
    """A part of a page that runs alone when a widget in it changes (docs/decisions/0010): the rest stays as it is.

    When the widget made a step in the history, the bar and the header have to show it: then the whole page runs.
    """

    @functools.wraps(draw)
    def run() -> None:
        state = st.session_state
        if state.drawn is not state.history:
            st.rerun()
        show_link()
        draw()

    return st.fragment(run)


def _arrive(query: dict[str, str], openers: Openers) -> None:
    """The scenario and the view in a link. A link to where this visitor was a few steps ago goes back (or forward) there."""
    state = st.session_state
    papers = [paper for name, opener in openers.items() if name in query and (paper := _opened(opener, query[name]))]
    for paper in papers:
        state.figures[digest(paper.saved.figures)] = paper.saved.figures
    plain = {name: value for name, value in query.items() if name not in openers}
    base = link.to_query(papers[0].saved) if papers and not set(plain) - {"groep", *VIEW} else {}
    found, state.group, problems = from_query(plain | base, load_tables(), state.figures)
    state.view = {name: query[name] for name in VIEW if name in query}
    for problem in problems:
        say(f"De link klopt niet helemaal. {problem}")
    if papers and link.to_query(papers[0].saved) == link.to_query(found):
        found = papers[0].saved  # with the reasons, which are not in a link
    if "history" not in state:
        state.papers[0] = papers[0] if papers else Paper()
        _go(History(Place(found)))
    elif (known := _steps_to(found, papers[0].version if papers else "")) is not None:
        _go(state.history.jump(known))
    else:
        words = f"Geopend: {papers[0].name or 'een scenario'}" if papers else "Een link geopend"
        take_up(found, papers[0] if papers else Paper(), words)


def _opened(opener: Callable[[str], Paper], text: str) -> Paper | None:
    try:
        return opener(text)
    except FairShareError as error:
        say(str(error))
        return None


def _steps_to(found: Scenario, version: str) -> int | None:
    """How many steps stand where the scenario had the link of ``found``: the nearest place in the history, or None."""
    history, papers = st.session_state.history, st.session_state.papers
    places = [history.steps[0].before, *(step.after for step in history.steps)] if history.steps else [history.place]
    wanted = link.to_query(found)
    same = [
        i
        for i, place in enumerate(places)
        if link.to_query(place.scenario) == wanted and version in ("", papers[place.paper].version)
    ]
    return min(same, key=lambda i: abs(i - history.done), default=None)


def _link() -> dict[str, str]:
    """The link of where this visitor is. A shared scenario is named by its token alone, so that it opens no longer than it is
    shared; a saved one is named beside the readable link, so that reasons and own figures are found again."""
    state, kept = st.session_state, paper()
    whole = to_query(state.scenario, state.group, state.view)
    if kept.token and not is_changed():
        return {"gedeeld": kept.token} | {name: text for name, text in whole.items() if name in ("groep", *VIEW)}
    return whole | ({"versie": kept.version} if kept.version and kept.kind == "own" else {})


def inert(text: str) -> str:
    """Whatever text people, a link or a file brought, so that it stays text: Markdown and addresses in it are not read."""
    found = re.sub(r"([^\w\s])", r"\\\1", text)
    # A word joiner, so that no address is recognised.
    return re.sub(r"(?<=\\:)(?=\\/)|(?<=www)(?=\\\.)|(?=\\@)", "\u2060", found)


def say(text: str) -> None:
    """A line for the visitor; whatever stands in it is text."""
    st.toast(inert(text), icon=":material/info:", duration="infinite")


def scenario() -> Scenario:
    """The scenario this visitor works on."""
    return st.session_state.scenario


def group() -> str:
    """The target group in view."""
    return st.session_state.group


def choose(**changes) -> bool:
    """Change the scenario (region, year, weights, ...) or the group in view; it becomes a step that can be undone.

    A change that the engine refuses is not made: the visitor reads why, and everything stays as it was.
    """
    state = st.session_state
    new_group = changes.pop("group", state.group)
    changed = _changed(**changes)
    if changed is None:
        return False
    state.group = new_group
    if changed != state.scenario:
        place = replace(state.history.place, scenario=changed)
        if changed.region != state.scenario.region:
            place = replace(place, paper=_new_paper(Paper()))  # another region is another scenario
        if (changed.region, changed.year) != (state.scenario.region, state.scenario.year):
            place = replace(place, moves=(), standing=0)  # another place at the table
        _step(place)
    return True


def _changed(**changes) -> Scenario | None:
    """The scenario with these changes; None, and a line for the visitor, when the engine refuses it."""
    try:
        changed = scenario().with_(**changes)
        result_of(changed)
    except FairShareError as error:
        say(str(error))
        return None
    return changed


def _step(place: Place, words: str = "") -> None:
    """Go to ``place``, and remember the step."""
    history = st.session_state.history
    words = words or in_one_line(differences(load_tables(), st.session_state.scenario, place.scenario))
    _go(history.record(place, words))


def _go(history: History) -> None:
    """The scenario of this visitor is where ``history`` stands."""
    state = st.session_state
    state.history = history
    kept = paper()
    state.scenario = history.place.scenario.with_(name=kept.name, note=kept.note)
    _remember(state.scenario)


def take_up(opened: Scenario, as_paper: Paper, words: str) -> None:
    """Another scenario, from the store, a link or a file: a step too, so that nothing that was on screen is lost."""
    _step(Place(opened, paper=_new_paper(as_paper)), words)


def paper() -> Paper:
    """What the scenario in view is kept as."""
    return st.session_state.papers[st.session_state.history.place.paper]


def _new_paper(kept: Paper) -> int:
    papers = st.session_state.papers
    papers[len(papers)] = kept
    return len(papers) - 1


def file_under(kept: Paper) -> None:
    """The scenario in view is now kept as ``kept``; it stays the same scenario, and what was done to it can still be undone."""
    st.session_state.papers[st.session_state.history.place.paper] = kept
    _go(st.session_state.history)


def is_changed() -> bool:
    """Whether the scenario differs from what was saved or opened; False for one that never was."""
    saved = paper().saved
    return saved is not None and saved.with_(name="", note="") != scenario().with_(name="", note="")


def undo() -> None:
    """Take back the last step, whatever it was."""
    _go(st.session_state.history.undo())


def redo() -> None:
    """Make the step again that was taken back last."""
    _go(st.session_state.history.redo())


def history() -> History:
    """What this visitor did, step by step."""
    return st.session_state.history


def go_to(region: str, name: str = "") -> bool:
    """Another region: what belongs to the old one stays behind, own figures that were brought for the new one come back."""
    state = st.session_state
    name = name or state.own_regions.get(region, "")
    moved = scenario().in_region(region, name, state.figures_of.get(region, ()))
    parts = ("region", "region_name", "figures", "weights", "group_weights", "tasks", "agreements", "swaps")
    return choose(**{part: getattr(moved, part) for part in parts})


def members_of(region: str) -> list[str]:
    """The municipalities of a region in the year in view."""
    return list(members(load_tables(), region, scenario().year).index)


def use_figures(figures: Iterable[OwnFigure]) -> bool:
    """Work with these own figures; the earlier ones stay in the list of `figure_sets`."""
    try:
        changed = scenario().with_figures(tuple(figures))
    except FairShareError as error:
        say(str(error))
        return False
    return choose(figures=changed.figures, weights=changed.weights, group_weights=changed.group_weights)


def plain_inputs() -> Inputs:
    """The region and year in view with published figures only."""
    return inputs_for(load_tables(), scenario().with_figures(()))


def with_figures(figures: tuple[OwnFigure, ...]) -> Result:
    """The result as it would be on these own figures; nothing is taken over.

    Raises
    ------
    FairShareError
        When the engine cannot divide on them.
    """
    return result_of(scenario().with_figures(figures))


def take_over(figures: tuple[OwnFigure, ...]) -> None:
    """Take over the figures of a form that was handed in; the form is done with."""
    if use_figures(figures):
        leave()


def leave() -> None:
    """Put the form that was handed in aside; nothing changes."""
    st.session_state["times_taken"] = times_taken() + 1


def times_taken() -> int:
    """How many forms this visitor has dealt with: the next one gets an empty field."""
    return st.session_state.get("times_taken", 0)


def file_name() -> str:
    """The region and year in view as part of the name of a file."""
    return slug(inputs().region_name, str(scenario().year))


def kept(name: str, key: object, make: Callable):
    """What was made for ``key`` in this visit, made once; kept with this visitor and never shared."""
    held = st.session_state.get(f"kept-{name}")
    if held is None or held[0] != key:
        held = st.session_state[f"kept-{name}"] = (key, make())
    return held[1]


def figure_sets() -> list[FigureSet]:
    """The sets of own figures that this visit has known for the region in view, the newest first. They are nowhere else."""
    return [one for one in reversed(st.session_state.sets) if one.region == scenario().region]


def _remember(new: Scenario) -> None:
    """Keep own figures and the name of a region of one's own for as long as the visit lasts."""
    state = st.session_state
    state.figures_of[new.region] = new.figures
    if own_codes(new.region):
        state.own_regions[new.region] = new.region_name
    if new.figures:
        state.figures[digest(new.figures)] = new.figures
        if (new.region, new.figures) not in [(one.region, one.figures) for one in state.sets]:
            state.sets.append(FigureSet(new.region, new.figures, datetime.now(HERE)))


def inputs() -> Inputs:
    """The figures of the region and year in view, shared by everyone."""
    return inputs_for(load_tables(), scenario())


def result() -> Result:
    """The result of the scenario, shared by everyone who looks at the same."""
    return result_of(scenario())


def result_of(of: Scenario) -> Result:
    """The result of any scenario; FairShareError when the engine refuses it."""
    return result_for(load_tables(), of)


def overrides() -> dict[str, float]:
    """Assumptions that were changed: subject -> value (see `fairshare.assumptions`); they are part of the scenario."""
    return overrides_of(scenario().figures)


def assume(key: str, group: str, value: float | None) -> None:
    """Work with another value for an assumption; None is the published one. What is refused changes nothing."""
    of = assumption(load_tables(), {}, key, group)
    changed = with_assumption(scenario().figures, of, value)
    try:
        assumption(load_tables(), overrides_of(changed), key, group)
    except FairShareError as error:
        say(str(error))
        return
    use_figures(changed)


def column_asked() -> str | None:
    """The column of `gemeenten.csv` that a link points at; inhabitants are those of the year in view."""
    asked = st.session_state.view.get("item")
    return f"{INHABITANTS}_{scenario().year}" if asked == INHABITANTS else asked


def viewed(name: str, options: Iterable[str], default: str | None) -> str | None:
    """What is in view, if it is one of the options."""
    value = st.session_state.view.get(name, default)
    return value if value in set(options) else default


def viewed_text(name: str) -> str:
    """What is in view where that can be anything: the page checks it."""
    return st.session_state.view.get(name, "")


def look_at(name: str, value: str | None) -> None:
    """Change what is in view; None is the page's default. The sheet of a municipality follows what is chosen on the map."""
    st.session_state.view.pop(name, None)
    if name == "gebied":
        st.session_state.view.pop("gemeente", None)
    if value is not None:
        st.session_state.view[name] = value


def pick_view(
    widget: Callable, name: str, label: str, options: dict[str, str], default: str | None = None, **more
) -> str | None:
    """A widget (select box or segmented control) on one part of the view; ``options`` maps values to words."""
    key = f"view-{name}"
    st.session_state[key] = viewed(name, options, default)

    def changed() -> None:
        value = st.session_state[key]
        look_at(name, None if value == default else value)

    return widget(label, list(options), format_func=options.get, key=key, on_change=changed, **more)


# -- the table at which municipalities bargain ---------------------------------------------------------------------------


def bargain(agreements: tuple[Agreement, ...], swaps: tuple[Swap, ...], reason: str) -> None:
    """Make a move: other agreements or swaps; it stands in the log and can be undone."""
    before, place = scenario(), history().place
    after = _changed(agreements=agreements, swaps=swaps)
    if after is not None and after != before:
        text = moves_between(before, after, inputs())
        move = Move(text, reason.strip()[:REASON_MAX], before, after)
        moves = (*place.moves[: place.standing], move)
        _step(replace(place, scenario=after, moves=moves, standing=len(moves)), text)


def can_step_back() -> bool:
    """Whether there is a move to undo."""
    return history().place.standing > 0


def can_step_forward() -> bool:
    """Whether there is a move to redo."""
    return len(history().place.moves) > history().place.standing


def step_back() -> None:
    """Undo the last move: agreements and swaps become what they were; the key stays, also when it was changed since."""
    if not can_step_back():
        return
    if history().last and history().last.is_move:
        undo()
        return
    place = history().place
    move = place.moves[place.standing - 1]
    _move_to(move.before, place.standing - 1, f"Zet ongedaan gemaakt: {move.text}")


def step_forward() -> None:
    """Redo the move that was undone last."""
    if not can_step_forward():
        return
    place = history().place
    move = place.moves[place.standing]
    if history().next and history().next.is_move and history().next.after.moves[place.standing] == move:
        redo()
        return
    _move_to(move.after, place.standing + 1, f"Zet opnieuw gedaan: {move.text}")


def _move_to(of: Scenario, standing: int, words: str) -> None:
    """Agreements and swaps as in ``of``, as a step; refused with a line when they no longer fit."""
    changed = _changed(agreements=of.agreements, swaps=of.swaps)
    if changed is not None:
        _step(replace(history().place, scenario=changed, standing=standing), words)


def log() -> list[dict[str, str | bool]]:
    """The moves in their order: text, reason, and whether they stand or were undone."""
    place = history().place
    return [{"text": m.text, "reason": m.reason, "stands": i < place.standing} for i, m in enumerate(place.moves)]


# -- pickers that several pages share ------------------------------------------------------------------------------------


def _pick(label: str, options: list, current, write: Callable, key: str, field: str, container) -> None:
    """A select box that shows the choice and changes it."""
    st.session_state[key] = current
    container.selectbox(
        label, options, format_func=write, key=key, on_change=lambda: choose(**{field: st.session_state[key]})
    )


def pick_region(container) -> None:
    """Region; the tasks that were filled in belong to the region and go with it."""
    tables = load_tables()
    names, here = dict(region_names(tables)), scenario().region
    brought = st.session_state.own_regions | {here: scenario().region_name}
    names |= {region: region_name(tables, region, name) for region, name in brought.items() if region not in names}
    st.session_state["pick_region"] = here
    container.selectbox(
        "Regio",
        [*names, ELSEWHERE],
        format_func=(names | {ELSEWHERE: "Andere regio…"}).get,
        key="pick_region",
        on_change=_take_region,
    )
    if st.session_state.pop("to_elsewhere", False):
        st.switch_page("regio.py")


def _take_region() -> None:
    """Another region, or the page where one is composed; a callback cannot go there itself."""
    chosen = st.session_state["pick_region"]
    if chosen == ELSEWHERE:
        st.session_state["to_elsewhere"] = True
    else:
        go_to(chosen)


def pick_year(container) -> None:
    """Reference year: decides members and inhabitants."""
    _pick("Peiljaar", list(years(load_tables())), scenario().year, str, "pick_year", "year", container)


def pick_group(container) -> None:
    """Target group; one without a figure says so."""
    groups = inputs().groups
    own = dict(scenario().tasks)

    def write(key: str) -> str:
        known = groups[key].task.value is not None or key in own
        return groups[key].name if known else f"{groups[key].name} (nog geen cijfer)"

    _pick("Aandachtsgroep", list(groups), group(), write, "pick_group", "group", container)


def pick_assumption(of: Assumption, label: str, container, step: float) -> None:
    """A field for one assumption with its evidence; the published value can always come back."""
    key, times = f"blad-{of.subject}", 100 if of.key == TURNOVER else 1
    low, high = (float(times * bound) for bound in LIMITS.get(of.key, LIMIT))
    st.session_state[key] = None if of.value is None else round(times * of.value, 4)

    def take_up(value: float | None) -> None:
        assume(of.key, of.group, None if value is None else round(value / times, 6))

    container.number_input(
        label, low, high, step=step, key=key, format="%.4g", on_change=lambda: take_up(st.session_state[key])
    )
    container.html(evidence(of))
    if of.is_own and of.published is not None:
        back = f"Terug naar {number(times * of.published, 2)}"
        container.button(back, key=f"{key}-terug", on_click=lambda: take_up(None))


def header(title: str, *, with_group: bool = True) -> None:
    """The page's name with region, year and group beside it, the task of that group, and what to take away."""
    with st.container(key="kop"):
        name, *places = st.columns(
            [2.0, 1.8, 0.9, 2.0, 1.4, 1.4] if with_group else [3, 2, 1], vertical_alignment="bottom"
        )
    name.title(title, anchor=False)
    pick_region(places[0])
    pick_year(places[1])
    if with_group:
        pick_group(places[2])
        with places[3]:
            task_popover()
        if group() in result().groups:
            with places[4]:
                takeaway.popover(result(), group())


def task_popover() -> None:
    """The task of the group in view: where it comes from, and a field for the region's own number."""
    spec = inputs().groups[group()]
    own = dict(scenario().tasks).get(group())
    task = spec.task if own is None else spec.task.own(own)
    label = "Opgave invullen" if task.value is None else f"Opgave: {number(task.value)}"
    with st.popover(label, width="stretch"):
        st.markdown(f"**{spec.name}**  \n{inert(task_line(spec, task, inputs().region_name))}")
        task_form("opgave-venster")


def task_form(key: str) -> None:
    """A field for the region's own task; the published figure can always come back."""
    spec = inputs().groups[group()]
    tasks = dict(scenario().tasks)
    current = tasks.get(spec.key, spec.task.value)
    field = f"{key}-{scenario().region}-{scenario().year}-{spec.key}"
    with st.form(f"{field}-form", border=False):
        st.number_input(
            f"Eigen opgave ({spec.unit})",
            min_value=0,
            max_value=TASK_MAX,
            step=1,
            value=current,
            key=field,
            placeholder="Typ een aantal",
        )
        if st.form_submit_button("Gebruik dit aantal") and st.session_state[field] is not None:
            choose(tasks=tasks | {spec.key: int(st.session_state[field])})
            st.rerun()
    if spec.key in tasks and st.button("Terug naar het gepubliceerde cijfer", key=f"{field}-terug"):
        del tasks[spec.key]
        choose(tasks=tasks)
        st.rerun()


def take_sheet_away(sheet: Sheet) -> None:
    """The sheet of a municipality as Word and PDF."""
    takeaway.municipality(sheet, group())


def figure_form() -> None:
    """A form for a single figure."""
    tables = load_tables()
    kinds = [kind for kind in KIND_NAMES if subject_names(tables, kind)]
    places = st.columns(3)
    kind = places[0].selectbox("Soort cijfer", kinds, format_func=KIND_NAMES.get, key="een-soort")
    names = subject_names(tables, kind)
    subject = places[1].selectbox("Waarover", list(names), format_func=names.get, key=f"een-onderwerp-{kind}")
    here, others, key = inputs(), (), VALUE
    if kind == "task":
        key, others = ROLES[0], ROLES
    if kind in PER_MUNICIPALITY:
        towns = dict(zip(here.codes, here.names, strict=True))
        key = places[2].selectbox("Gemeente", list(towns), format_func=towns.get, key=f"een-gemeente-{here.region}")
    now = fact(tables, plain_inputs(), here.figures, (kind, subject, key))
    st.html(quiet(today_line(now)))
    unit = unit_of(tables, kind, subject)
    with st.form("een-cijfer", border=False):
        first, second, third, fourth = st.columns([1.2, 0.8, 2.4, 1.2])
        value = first.number_input(f"Uw cijfer ({unit})", 0.0, float(VALUE_MAX), None, placeholder="Typ een getal")
        year = second.text_input("Jaar", placeholder="2025")
        source = third.text_input("Bron", placeholder="Waar komt het cijfer vandaan?")
        status = fourth.selectbox("Status", STATUSES)
        use, back, _ = st.columns([1.2, 2, 2.4])
        if use.form_submit_button("Gebruik dit cijfer") and value is not None:
            try:
                figure = OwnFigure(kind, subject, {key: value}, unit, year, source, status)
                figures = with_value(here.figures, (kind, subject, key), figure, others)
            except FairShareError as error:
                say(plainly(error))
            else:
                use_figures(figures)
                st.rerun()
        if now.status in STATUSES and back.form_submit_button("Terug naar het gepubliceerde cijfer"):
            use_figures(with_value(here.figures, (kind, subject, key), None, others))
            st.rerun()


def has_task() -> bool:
    """Whether the group in view has a task; if not, say so and offer to fill one in."""
    spec = inputs().groups[group()]
    if spec.key in result().groups:
        return True
    with st.container(border=True):
        st.markdown(f"#### Voor {spec.people} is nog geen opgave bekend")
        st.write(f"{spec.definition} {spec.reading}")
        task_form("opgave-leeg")
    return False
