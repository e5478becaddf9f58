"""/gegevens: work with figures of one's own: take the form, hand it in, see what changes, and only then take it over."""

from functools import partial

import streamlit as st

import session
from charts import own_figures as shown
from charts.findings import finding_html
from data.tables import load_tables
from fairshare import FairShareError
from fairshare.figures import OwnFigure
from fairshare.provenance import differences
from forms.reading import problems_csv, read_form
from forms.template import XLSX, template_csv, template_xlsx

tables = load_tables()


def take_form() -> None:
    """The form, filled with today's figures."""
    st.subheader("1. Haal het formulier", anchor=False)
    st.write("Het formulier is gevuld met de cijfers van nu. U vult alleen in wat u zelf beter weet.")
    inputs, plain = session.inputs(), session.plain_inputs()
    name = f"eigen-cijfers-{session.file_name()}"
    forms = {
        "Excel-formulier": (template_xlsx, "xlsx", XLSX, ":material/table_view:"),
        "Csv-formulier": (template_csv, "csv", "text/csv", ":material/csv:"),
    }
    for place, (label, (write, kind, mime, icon)) in zip(st.columns(2), forms.items(), strict=True):
        make = partial(write, tables, inputs, plain)  # only when it is asked for
        place.download_button(label, make, f"{name}.{kind}", mime, on_click="ignore", icon=icon, width="stretch")


def hand_in():
    """The file that was handed in, None when there is none."""
    st.subheader("2. Lever het in", anchor=False)
    uploaded = st.file_uploader(
        "Ingevuld formulier (.xlsx of .csv, hoogstens 5 MB)",
        key=f"formulier-{session.times_taken()}",
        max_upload_size=5,
    )
    st.html(shown.quiet("U ziet eerst wat er verandert. Pas als u dat overneemt, rekent het dashboard ermee."))
    return uploaded


def look_at(uploaded) -> None:
    """What the file would change, or every mistake in it."""
    inputs = session.inputs()
    key = (uploaded.file_id, inputs.region, inputs.year, inputs.figures)
    reading = session.kept("formulier", key, lambda: read_form(uploaded.getvalue(), tables, inputs))
    if reading.problems:
        st.html(finding_html(shown.problems_title(len(reading.problems))))
        st.html(shown.problems_table([(p.sheet, p.row, p.column, p.text) for p in reading.problems]))
        st.download_button("Alle fouten als csv", problems_csv(reading.problems), "fouten.csv", on_click="ignore")
    else:
        compare(reading.figures)


def compare(figures: tuple[OwnFigure, ...]) -> None:
    """What would change, what that does, and the choice."""
    found = differences(tables, session.plain_inputs(), session.scenario().figures, figures)
    st.html(finding_html(shown.change_title(found)))
    if not found:
        return
    try:
        after = session.with_figures(figures)
    except FairShareError as error:
        st.html(shown.quiet(f"Hiermee kan niet worden verdeeld. {error}"))
    else:
        before, group = session.result(), session.group()
        st.html(shown.line(shown.effect_sentence(before, after, group)))
        accept, leave, _ = st.columns([1.4, 1.2, 3])
        accept.button(
            "Neem deze cijfers over", type="primary", on_click=session.take_over, args=(figures,), width="stretch"
        )
        leave.button("Laat alles zoals het is", on_click=session.leave, width="stretch")
        with st.expander("Zo verandert de verdeling per gemeente"):
            st.html(
                shown.effect_table(before, after, group) or shown.quiet("Voor deze groep verandert er geen aantal.")
            )
    st.html(shown.differences_table(found))


def earlier() -> None:
    """What is in use, and the sets of before."""
    figures = session.scenario().figures
    st.subheader(shown.in_use(figures), anchor=False)
    if figures:
        st.button(
            "Terug naar de gepubliceerde cijfers", on_click=session.use_figures, args=((),), icon=":material/undo:"
        )
    for number, one in enumerate(session.figure_sets()):
        words, button = st.columns([2, 1], vertical_alignment="center")
        words.html(shown.set_line(one.time, shown.count_of(one.figures), one.figures == figures))
        if one.figures != figures:
            button.button(
                "Gebruik deze", key=f"set-{number}", on_click=session.use_figures, args=(one.figures,), width="stretch"
            )


session.header("Gegevens")
st.html(
    shown.lead(
        "Werk met eigen cijfers van uw regio. Zij staan alleen in deze sessie en in scenario's die u zelf bewaart of deelt; "
        "niemand anders ziet ze."
    )
)
left, right = st.columns([1.9, 1], gap="large")
with right.container(border=True):
    earlier()
with left:
    take_form()
    uploaded = hand_in()
if uploaded:
    look_at(uploaded)
if session.scenario().figures:
    st.html(shown.figures_table(tables, session.scenario().figures, session.inputs().region_name))
with st.expander("Wijzig één cijfer"):
    session.figure_form()
