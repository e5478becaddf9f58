"""The choices that follow a visitor from page to page: the scenario and what is in view, in the session and in the URL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import streamlit as st

import takeaway
from charts.findings import task_line
from charts.negotiation import moves_between
from charts.numbers import number
from data.tables import Tables, load_tables
from fairshare import Agreement, FairShareError, Inputs, Result, Scenario, Swap, allocate, checks, inputs_for, link
from fairshare.inputs import years
from fairshare.scenario import TASK_MAX

DEFAULT_REGION = "arnhem-nijmegen"
DEFAULT_GROUP = "statushouders"
REASON_MAX = 200
VIEW = ("maat", "vorm", "niveau", "gebied", "kleur")
"""What a page shows of the result, next to scenario and group: kept in the link, checked by the page that uses it."""


# -- the URL ----------------------------------------------------------------------------------------------------------


def to_query(scenario: Scenario, group: str, view: dict[str, str]) -> dict[str, str]:
    """Scenario, group in view and what a page shows as query parameters; defaults are left out."""
    shown = {} if group == DEFAULT_GROUP else {"groep": group}
    return link.to_query(scenario) | shown | view


def from_query(query: dict[str, str], tables: Tables) -> tuple[Scenario, str, list[str]]:
    """Scenario and group in a link, with a Dutch line for every part that could not be used; the rest is kept."""
    found, problems = link.from_query(query, DEFAULT_REGION, lambda s: allocate(inputs_for(tables, s), s) and None)
    group = query.get("groep", DEFAULT_GROUP)
    if group not in set(tables.groups["group"]):
        problems.append(str(checks.unknown("groep", group, tables.groups["group"])))
        group = DEFAULT_GROUP
    return found, group, problems


# -- the session --------------------------------------------------------------------------------------------------------


def start() -> None:
    """Take up the link of a new visit (or of the back button), else go on with what was chosen; runs before every page.

    Here, and nowhere else, the choices are written to the URL: what a callback writes does not reach the browser.
    """
    state = st.session_state
    query = st.query_params.to_dict()
    if "scenario" not in state or (query and query != state.query):
        state.scenario, state.group, problems = from_query(query, load_tables())
        state.view = {name: query[name] for name in VIEW if name in query}
        state.moves, state.moves_done = [], 0
        for problem in problems:
            say(f"De link klopt niet helemaal. {problem}")
    state.query = to_query(state.scenario, state.group, state.view)
    if query != state.query:
        st.query_params.from_dict(state.query)


def say(text: str) -> None:
    """A line for the visitor. Whatever text a link or a file brought stays text: Markdown and addresses in it are not read."""
    inert = re.sub(r"([^\w\s])", r"\\\1", text)
    # A word joiner, so that no address is recognised.
    inert = re.sub(r"(?<=\\:)(?=\\/)|(?<=www)(?=\\\.)|(?=\\@)", "\u2060", inert)
    st.toast(inert, icon=":material/info:", duration="infinite")


def scenario() -> Scenario:
    """The scenario this visitor works on."""
    return st.session_state.scenario


def group() -> str:
    """The target group in view."""
    return st.session_state.group


def choose(**changes) -> bool:
    """Change the scenario (region, year, weights, ...) or the group in view.

    A change that the engine refuses is not made: the visitor reads why, and everything stays as it was.
    """
    state = st.session_state
    new_group = changes.pop("group", state.group)
    try:
        changed = state.scenario.with_(**changes)
        shared_result(changed)
    except FairShareError as error:
        say(str(error))
        return False
    if (changed.region, changed.year) != (state.scenario.region, state.scenario.year):
        state.moves, state.moves_done = [], 0  # another place at the table
    state.scenario, state.group = changed, new_group
    return True


def inputs() -> Inputs:
    """The figures of the region and year in view, shared by everyone."""
    return inputs_for(load_tables(), scenario())


def result() -> Result:
    """The result of the scenario."""
    return shared_result(scenario())


@st.cache_resource(max_entries=256, show_spinner=False)
def shared_result(of: Scenario) -> Result:
    """The result of a scenario, computed once for everyone who looks at the same; results are never changed."""
    return allocate(inputs_for(load_tables(), of), of)


def viewed(name: str, options: Iterable[str], default: str | None) -> str | None:
    """What is in view, if it is one of the options."""
    value = st.session_state.view.get(name, default)
    return value if value in set(options) else default


def look_at(name: str, value: str | None) -> None:
    """Change what is in view; None is the page's default."""
    st.session_state.view.pop(name, None)
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
    before = scenario()
    if choose(agreements=agreements, swaps=swaps) and scenario() != before:
        moves = st.session_state.moves
        del moves[st.session_state.moves_done :]
        text = moves_between(before, scenario(), inputs())
        moves.append({"text": text, "reason": reason.strip()[:REASON_MAX], "before": before, "after": scenario()})
        st.session_state.moves_done = len(moves)


def can_step_back() -> bool:
    """Whether there is a move to undo."""
    return st.session_state.moves_done > 0


def can_step_forward() -> bool:
    """Whether there is a move to redo."""
    return len(st.session_state.moves) > st.session_state.moves_done


def step_back() -> None:
    """Undo the last move: agreements and swaps become what they were; the key stays."""
    if can_step_back():
        move = st.session_state.moves[st.session_state.moves_done - 1]
        if choose(agreements=move["before"].agreements, swaps=move["before"].swaps):
            st.session_state.moves_done -= 1


def step_forward() -> None:
    """Redo the move that was undone last."""
    if can_step_forward():
        move = st.session_state.moves[st.session_state.moves_done]
        if choose(agreements=move["after"].agreements, swaps=move["after"].swaps):
            st.session_state.moves_done += 1


def log() -> list[dict[str, str | bool]]:
    """The moves in their order: text, reason, and whether they stand or were undone."""
    done = st.session_state.moves_done
    return [
        {"text": m["text"], "reason": m["reason"], "stands": i < done} for i, m in enumerate(st.session_state.moves)
    ]


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
    names = tables.regions.set_index("region")["short_name"].to_dict()
    st.session_state["pick_region"] = scenario().region
    options = list(names) if scenario().region in names else [*names, scenario().region]
    container.selectbox(
        "Regio",
        options,
        format_func=lambda region: names.get(region, "Nederland"),
        key="pick_region",
        on_change=lambda: choose(region=st.session_state["pick_region"], tasks=(), agreements=(), swaps=()),
    )


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
        st.markdown(f"**{spec.name}**  \n{task_line(spec, task, inputs().region_name)}")
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
