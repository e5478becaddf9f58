"""/gegevens: work with figures of one's own: take the form, hand it in, see what changes, and only then take it over."""

import streamlit as st

import session
from charts.own_figures import (
    KIND_NAMES,
    change_title,
    count_of,
    differences_table,
    effect_sentence,
    effect_table,
    figures_table,
    finding_html,
    in_use,
    lead,
    problems_table,
    problems_title,
    quiet,
    set_line,
    today_line,
)
from data.tables import load_tables
from fairshare import FairShareError
from fairshare.figures import PER_MUNICIPALITY, ROLES, STATUSES, VALUE, VALUE_MAX, OwnFigure
from fairshare.provenance import differences, fact, subject_names, unit_of, with_value
from forms.reading import problems_csv, read_form
from forms.template import template_csv, template_xlsx

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
tables = load_tables()


def take_form() -> None:
    """The form, filled with today's figures."""
    st.subheader("1. Haal het formulier", anchor=False)
    st.write("Het formulier is gevuld met de cijfers van nu. U vult alleen in wat u zelf beter weet.")
    inputs, plain = session.inputs(), session.plain_inputs()
    name = f"eigen-cijfers-{session.file_name()}"
    left, right = st.columns(2)
    make = lambda: template_xlsx(tables, inputs, plain)  # noqa: E731  made when it is asked for
    left.download_button(
        "Excel-formulier", make, f"{name}.xlsx", SHEET, on_click="ignore", icon=":material/table_view:"
    )
    make_csv = lambda: template_csv(tables, inputs, plain)  # noqa: E731
    right.download_button(
        "Csv-formulier", make_csv, f"{name}.csv", "text/csv", on_click="ignore", icon=":material/csv:"
    )


def hand_in() -> None:
    """The file that was handed in: its mistakes, or what it would change."""
    st.subheader("2. Lever het in", anchor=False)
    uploaded = st.file_uploader(
        "Ingevuld formulier (.xlsx of .csv, hoogstens 5 MB)",
        key=f"formulier-{session.times_taken()}",
        max_upload_size=5,
    )
    if uploaded is None:
        st.html(quiet("U ziet eerst wat er verandert. Pas als u dat overneemt, rekent het dashboard ermee."))
        return
    inputs = session.inputs()
    key = (uploaded.file_id, inputs.region, inputs.year, inputs.figures)
    reading = session.kept("formulier", key, lambda: read_form(uploaded.getvalue(), tables, inputs))
    if reading.problems:
        st.html(finding_html(problems_title(len(reading.problems))))
        st.html(problems_table([(p.sheet, p.row, p.column, p.text) for p in reading.problems]))
        st.download_button(
            "Alle fouten als csv", problems_csv(reading.problems), "fouten.csv", "text/csv", on_click="ignore"
        )
    else:
        compare(reading.figures)


def compare(figures: tuple[OwnFigure, ...]) -> None:
    """What would change, what that does, and the choice."""
    found = differences(tables, session.plain_inputs(), session.scenario().figures, figures)
    st.html(finding_html(change_title(found)))
    if not found:
        return
    try:
        after = session.with_figures(figures)
    except FairShareError as error:
        st.html(quiet(f"Hiermee kan niet worden verdeeld. {error}"))
    else:
        before, group = session.result(), session.group()
        st.html(quiet(effect_sentence(before, after, group)))
        accept, leave, _ = st.columns([1.4, 1.2, 3])
        accept.button(
            "Neem deze cijfers over", type="primary", on_click=session.take_over, args=(figures,), width="stretch"
        )
        leave.button("Laat alles zoals het is", on_click=session.leave, width="stretch")
        with st.expander("Zo verandert de verdeling per gemeente"):
            st.html(effect_table(before, after, group) or quiet("Voor deze groep verandert er geen aantal."))
    st.html(differences_table(found))


def one_figure() -> None:
    """A form for a single figure."""
    kinds = [kind for kind in KIND_NAMES if subject_names(tables, kind)]
    places = st.columns(3)
    kind = places[0].selectbox("Soort cijfer", kinds, format_func=KIND_NAMES.get, key="een-soort")
    names = subject_names(tables, kind)
    subject = places[1].selectbox("Waarover", list(names), format_func=names.get, key=f"een-onderwerp-{kind}")
    inputs, others, key = session.inputs(), (), VALUE
    if kind == "task":
        key, others = ROLES[0], ROLES
    if kind in PER_MUNICIPALITY:
        towns = dict(zip(inputs.codes, inputs.names, strict=True))
        key = places[2].selectbox("Gemeente", list(towns), format_func=towns.get, key=f"een-gemeente-{inputs.region}")
    now = fact(tables, session.plain_inputs(), inputs.figures, (kind, subject, key))
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
                figures = with_value(inputs.figures, (kind, subject, key), figure, others)
            except FairShareError as error:
                session.say(session.plainly(error))
            else:
                session.use_figures(figures)
                st.rerun()
        if now.status in STATUSES and back.form_submit_button("Terug naar het gepubliceerde cijfer"):
            session.use_figures(with_value(inputs.figures, (kind, subject, key), None, others))
            st.rerun()


def earlier() -> None:
    """What is in use, and the sets of before."""
    figures = session.scenario().figures
    st.subheader(in_use(figures), anchor=False)
    if figures:
        st.button(
            "Terug naar de gepubliceerde cijfers", on_click=session.use_figures, args=((),), icon=":material/undo:"
        )
    for number, one in enumerate(session.figure_sets()):
        words, button = st.columns([2, 1], vertical_alignment="center")
        words.html(set_line(one.time, count_of(one.figures), one.figures == figures))
        if one.figures != figures:
            button.button(
                "Gebruik deze", key=f"set-{number}", on_click=session.use_figures, args=(one.figures,), width="stretch"
            )


session.header("Gegevens")
st.html(
    lead(
        "Werk met eigen cijfers van uw regio. Zij staan alleen in deze sessie en in scenario's die u zelf bewaart of deelt; "
        "niemand anders ziet ze."
    )
)
left, right = st.columns([1.7, 1], gap="large")
with right:
    earlier()
with left:
    take_form()
hand_in()
if session.scenario().figures:
    st.html(figures_table(tables, session.scenario().figures, session.inputs().region_name))
with st.expander("Wijzig één cijfer"):
    one_figure()
