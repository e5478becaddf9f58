"""The bar that every page has: undo and redo, what the scenario is kept as, saving, sharing and pinning; and what comes over it."""

from __future__ import annotations

import streamlit as st

import keeper
import session
from charts.qr import fits_qr, qr_svg
from charts.scenario_comparison import pinned_line
from charts.scenarios import error_html, image, moment, note_html, old_and_new, shared_html, status_html
from fairshare import FairShareError
from keeper import Saved

OFF = "De bewaarplaats staat uit. Neem het scenario mee als link of als bestand; daarmee opent u het later precies zo."


def bar() -> None:
    """Status, undo, redo, save, share and pin; under it the banner of a shared scenario and the scenario that is pinned."""
    history, paper = session.history(), session.paper()
    is_shared = paper.kind == "shared"
    with st.container(key="werkbalk", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            status_html(paper.name, paper.number, paper.by, paper.time, changed=session.is_changed(), shared=is_shared)
        )
        _step_button("Ongedaan maken", ":material/undo:", history.last, session.undo)
        _step_button("Opnieuw", ":material/redo:", history.next, session.redo)
        saves = st.button("Bewaren", key="bewaren", icon=":material/save:")
        shares = st.button("Delen", key="delen", icon=":material/share:")
        _pin_button()
    if is_shared:
        _shared_banner()
    _pinned_line()
    if saves or "bewaard" in st.session_state:
        save_dialog()
    elif shares:
        share_dialog()


def _step_button(label: str, icon: str, step, act) -> None:
    words = session.inert(step.words) if step else "Er is niets om terug te draaien" if act is session.undo else None
    st.button(label, key=f"stap-{act.__name__}", icon=icon, help=words, disabled=step is None, on_click=act)


def _pin_button() -> None:
    if keeper.pinned():
        st.button("Maak los", key="los", icon=":material/keep_off:", on_click=keeper.unpin)
    else:
        words = "Elke pagina laat dan het verschil zien met dit scenario"
        pin = lambda: keeper.pin(session.paper().name, session.scenario())  # noqa: E731
        st.button("Zet vast", key="vast", icon=":material/keep:", help=words, on_click=pin)


def _pinned_line() -> None:
    pinned = keeper.pinned()
    if pinned is None:
        return
    base, result = keeper.pinned_result(), session.result()
    if base is None:
        st.html(note_html(f"Vastgezet: {pinned.name}. Dat scenario gaat over andere gemeenten."))
    elif session.group() in result.groups:
        st.html(note_html(pinned_line(result, base, session.group(), pinned.name)))


def _shared_banner() -> None:
    paper, changed = session.paper(), session.is_changed()
    with st.container(key="gedeeld", horizontal=True, vertical_alignment="center"):
        st.html(shared_html(paper.name, paper.by, paper.time, changed=changed))
        st.button("Verder met een kopie", key="kopie", icon=":material/file_copy:", on_click=keeper.continue_with_copy)
        if changed:
            st.button("Terug naar het gedeelde scenario", key="terug-gedeeld", on_click=keeper.back_to_shared)


def gate() -> bool:
    """Whether the page has to wait: the figures changed since the scenario was saved, and the visitor has to choose."""
    if not keeper.outdated():
        return False
    paper = session.paper()
    st.title("Dit scenario is bewaard met eerdere cijfers", anchor=False)
    st.html(note_html(f"Bewaard met cijferversie {paper.data_version}. Sindsdien zijn er nieuwe cijfers."))
    try:
        changes = keeper.changes_since()
    except FairShareError as error:
        changes = None
        st.html(error_html(error))
    if changes is None:
        st.html(note_html("De uitkomst van toen is niet bewaard, dus oud en nieuw kunnen hier niet naast elkaar."))
    else:
        names = {key: group.short_name for key, group in session.inputs().groups.items()}
        st.html(old_and_new(changes, names))
    with st.container(horizontal=True):
        st.button("Verder met de cijfers van nu", key="cijfers-nu", type="primary", on_click=keeper.accept_figures)
        if session.history().last:
            st.button("Terug naar waar ik was", key="terug", on_click=session.undo)
    return True


def act(work, *arguments) -> None:
    """Do something with the store; when that cannot be, the visitor reads why and nothing else changes."""
    try:
        work(*arguments)
    except FairShareError as error:
        session.say(str(error))


def button(label: str, icon: str, key: str, work, *arguments, **more) -> None:
    """A button that does something with the store."""
    st.button(label, key=key, icon=f":material/{icon}:", on_click=act, args=(work, *arguments), **more)


def open_button(version_id: str) -> None:
    """A button that opens a saved version, and goes to where it can be worked on."""
    if st.button("Openen", key=f"open-{version_id}", icon=":material/folder_open:"):
        try:
            keeper.open_version(version_id)
        except FairShareError as error:
            session.say(str(error))
        else:
            st.switch_page("verdelen.py")


def compare_button(version_id: str) -> None:
    """A button that puts a saved version among those that are compared, or takes it out."""
    chosen = keeper.compared()
    if version_id in chosen:
        rest = [key for key in chosen if key != version_id]
        button("Niet vergelijken", "check", f"naast-{version_id}", keeper.compare, rest)
    else:
        button("Vergelijken", "balance", f"naast-{version_id}", keeper.choose_to_compare, version_id)


# -- saving


def _forget() -> None:
    st.session_state.pop("bewaard", None)


@st.dialog("Scenario bewaren", on_dismiss=_forget)
def save_dialog() -> None:
    """Name, note and the name of who saves; without a store the scenario can be taken along."""
    if not keeper.is_on():
        st.html(note_html(OFF))
        take_along()
        return
    news = st.session_state.get("bewaard")
    if isinstance(news, Saved) and news.conflict:
        _conflict(news)
        return
    _forget()
    if isinstance(news, Saved):
        st.rerun()
    paper = session.paper()
    with st.form("bewaar-venster", border=False):
        st.text_input(
            "Naam",
            paper.name,
            key="bewaar-naam",
            max_chars=keeper.NAME_MAX,
            placeholder="Bijvoorbeeld: Voorstel Noord",
        )
        st.text_area("Toelichting (mag leeg blijven)", paper.note, key="bewaar-toelichting", max_chars=keeper.NOTE_MAX)
        st.text_input("Uw naam (mag leeg blijven)", keeper.author(), key="bewaar-maker", max_chars=keeper.NAME_MAX)
        label = "Bewaar als nieuwe versie" if paper.version and paper.kind == "own" else "Bewaar dit scenario"
        st.form_submit_button(label, type="primary", on_click=_save)
    if isinstance(news, FairShareError):
        st.html(error_html(news))
        take_along()


def _save() -> None:
    """Keep what is on screen; the dialog shows what came of it."""
    state = st.session_state
    try:
        state.bewaard = keeper.save(state["bewaar-naam"], state["bewaar-toelichting"], state["bewaar-maker"])
    except FairShareError as error:
        state.bewaard = error


def _conflict(saved: Saved) -> None:
    """Someone else went on from the same version: both are kept, and this is what differs."""
    other = saved.conflict
    try:
        told = "; ".join(keeper.conflict_words(saved)) or "niets, de regels zijn gelijk"
    except FairShareError as error:
        told = str(error)
    st.html(
        note_html(
            f"Uw versie is bewaard als versie {saved.version.number}. {other.author or 'Iemand anders'} bewaarde intussen "
            f"versie {other.number} ({moment(other.created_at)}), vanaf hetzelfde begin. Beide zijn bewaard."
        )
    )
    st.html(note_html(f"Anders in versie {other.number}: {told}."))
    if st.button("Sluiten", key="sluiten"):
        _forget()
        st.rerun()


def take_along() -> None:
    """The whole scenario as a link and as a file."""
    _link_and_code(keeper.whole_link, "Link met het hele scenario erin")
    st.download_button(
        "Download als bestand",
        keeper.whole_file(),
        file_name="scenario.json",
        mime="application/json",
        icon=":material/download:",
        key="download",
        on_click="ignore",
    )


# -- sharing


@st.dialog("Scenario delen", width="large")
def share_dialog() -> None:
    """A link to what was saved, a link that holds all of it, and the code for the screen in the room."""
    try:
        _share_saved()
    except FairShareError as error:
        st.html(error_html(error))
    st.subheader("Zonder bewaarplaats", anchor=False)
    st.write("Het hele scenario zit in de link of in het bestand. Dit kunt u later niet intrekken.")
    take_along()


def _share_saved() -> None:
    if not keeper.is_on():
        return
    paper = session.paper()
    st.subheader("Alleen lezen, met een link die u kunt intrekken", anchor=False)
    if not paper.version or paper.kind != "own" or session.is_changed():
        st.write("Bewaar het scenario eerst. Daarna deelt u precies wat u hebt bewaard.")
        return
    button("Maak een link", "link", "maak-link", _make_link, type="primary")
    version, made = st.session_state.get("made_link", ("", ""))
    if version == paper.version:
        _link_and_code(lambda: made, "Link naar dit scenario")
    share_list(paper.version)


def _make_link() -> None:
    st.session_state.made_link = (session.paper().version, keeper.share())


def _revoke(share_id: str) -> None:
    keeper.revoke(share_id)
    st.session_state.pop("made_link", None)


def share_list(version_id: str) -> None:
    """The links to a version, each with a button that ends it."""
    for number, share in enumerate(keeper.shares(version_id), 1):
        with st.container(horizontal=True, vertical_alignment="center"):
            ended = f", ingetrokken op {moment(share.revoked_at)}" if share.revoked_at else ""
            st.html(note_html(f"Link {number}, gemaakt op {moment(share.created_at)}{ended}"))
            if not share.revoked_at:
                button(f"Trek link {number} in", "link_off", f"intrekken-{share.id}", _revoke, share.id)


def _link_and_code(make, title: str) -> None:
    try:
        link = make()
    except FairShareError as error:
        st.html(error_html(error))
        return
    st.html(note_html(title))
    st.code(link, language=None, wrap_lines=True)
    if fits_qr(link):
        st.html(image(qr_svg(link, title), f"QR-code: {title}", "fs-qr"))
