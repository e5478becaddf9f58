"""/scenarios: the scenarios that were kept: find, open, rename, archive, and see what changed from version to version."""

import streamlit as st

import bar
import keeper
import session
from bar import button, compare_button, open_button
from charts.findings import finding_html
from charts.scenarios import error_html, list_finding, list_item, note_html, scenario_name, version_item
from data.tables import load_tables
from fairshare import FairShareError

EVERYWHERE = "Alle regio's"


def choose() -> tuple[str, str | None, bool]:
    """Search, region and archive, in one row."""
    names = load_tables().regions.set_index("region")["short_name"].to_dict()
    here = session.scenario().region
    names |= {} if here in names else {here: session.inputs().region_name}
    words, place, put_away = st.columns([2, 2, 1.2], vertical_alignment="bottom")
    search = words.text_input("Zoek op naam, toelichting of maker", key="zoek", max_chars=keeper.NAME_MAX)
    options = [EVERYWHERE, *names]
    region = place.selectbox("Van welke regio?", options, format_func=lambda key: names.get(key, key), key="zoek-regio")
    archived = put_away.toggle("Toon het archief", key="archief")
    return search, None if region == EVERYWHERE else region, archived


def listing() -> None:
    """Twenty scenarios a page, the latest first."""
    search, region, archived = choose()
    listed = keeper.listed(search, region, archived, st.session_state.get("bladzijde", 1))
    st.html(list_finding(listed.total, archived))
    if len(keeper.compared()) > 1 and st.button("Bekijk de gekozen scenario's naast elkaar", icon=":material/balance:"):
        st.switch_page("vergelijk_scenarios.py")
    if not listed.total:
        st.write("Hier staat nog niets. Met Bewaren, bovenaan elke pagina, legt u vast wat u nu ziet.")
    for summary in listed.scenarios:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"rij-{summary.id}"):
            st.html(list_item(**keeper.fields(summary)))
            buttons(summary)
    if listed.last > 1:
        st.session_state["bladzijde"] = listed.page
        st.number_input(f"Bladzijde (van {listed.last})", 1, listed.last, key="bladzijde", width=180)


def buttons(summary) -> None:
    """What can be done with a scenario in the list."""
    key = summary.id
    if summary.archived_at:
        button("Terugzetten", "unarchive", f"terug-{key}", keeper.restore, summary.thread)
    else:
        open_button(key)
        compare_button(key)
    button("Versies", "history", f"meer-{key}", session.look_at, "versies", summary.thread)


def versions(thread: str) -> None:
    """One scenario: its versions with what changed, another name, its links, and the archive."""
    button("Alle scenario's", "arrow_back", "alle", session.look_at, "versies", None)
    past = keeper.history(thread)
    if not past:
        st.html(note_html("Dit scenario staat niet in de bewaarplaats."))
        return
    newest = past[0].version
    st.html(finding_html(f"Versies van ‘{scenario_name(newest.name)}’"))
    with st.container(horizontal=True):
        if newest.archived_at:
            button("Terugzetten uit het archief", "unarchive", "uit-archief", keeper.restore, thread)
        else:
            button("Naar het archief", "archive", "naar-archief", keeper.archive, thread)
    rename(newest)
    for one in past:
        with st.container(border=True, key=f"versie-{one.version.id}"):
            saved = one.version
            st.html(
                version_item(saved.number, saved.name, saved.author, saved.created_at, saved.note, one.told, one.since)
            )
            with st.container(horizontal=True):
                open_button(saved.id)
                compare_button(saved.id)
            bar.share_list(saved.id)


def rename(newest) -> None:
    """Another name or note makes a new version; the numbers stay as they were saved."""
    with st.expander("Andere naam of toelichting"), st.form("hernoem", border=False):
        name = st.text_input("Naam", newest.name, max_chars=keeper.NAME_MAX)
        note = st.text_area("Toelichting", newest.note, max_chars=keeper.NOTE_MAX)
        by = st.text_input("Uw naam (mag leeg blijven)", keeper.author(), max_chars=keeper.NAME_MAX)
        if st.form_submit_button("Bewaar onder deze naam"):
            bar.act(keeper.rename, newest.id, name, note, by)
            st.rerun()


def from_file() -> None:
    """A scenario file becomes the scenario on screen."""
    with st.expander("Open een scenario-bestand", expanded=not keeper.is_on()):
        file = st.file_uploader("Scenario-bestand (json)", type="json", key="bestand")
        if file is not None:
            button("Open dit bestand", "upload_file", "open-bestand", keeper.open_file, file.getvalue())


session.header("Scenario's", with_group=False)
try:
    chosen = session.viewed_text("versies")
    if not keeper.is_on():
        st.html(note_html(bar.OFF))
    elif chosen:
        versions(chosen)
    else:
        listing()
except FairShareError as problem:
    st.html(error_html(problem))
from_file()
