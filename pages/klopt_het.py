"""/klopt-het: what the engine gives beside what others published, computed now."""

import streamlit as st

from charts.findings import finding_html
from charts.verification import (
    directions_check,
    examples_check,
    sums_check,
    tasks_check,
    verification,
    verification_finding,
    verification_rest,
)
from data.tables import load_tables

st.title("Klopt het?", anchor=False)
found = verification()
st.html(finding_html(verification_finding(found)))
st.html("".join(f'<p class="fs-lead">{line}</p>' for line in verification_rest(found)))
st.subheader("De taak voor statushouders", anchor=False)
st.write(
    "Het Rijk verdeelt deze taak naar inwoners. Wij doen hetzelfde met alle gemeenten van Nederland en leggen ons getal naast "
    "het gepubliceerde. Zit er achterstand in het gepubliceerde getal, dan is het hoger dan de taak zelf."
)
st.html(tasks_check(found))
st.subheader("Voorbeelden met een bekende uitkomst", anchor=False)
st.write(
    "De rekenkern rondt af, houdt rekening met bestaand aanbod en met grenzen. Voor elk van die stappen zijn er voorbeelden "
    "waarvan iedereen de uitkomst kan nalezen."
)
st.html(examples_check(found))
st.subheader("Sommen", anchor=False)
st.write("Delen die samen met hun totaal zijn gepubliceerd, moeten samen dat totaal zijn.")
st.html(sums_check(found, load_tables()))
st.subheader("De Spreidingswet", anchor=False)
st.write(
    "Deze wet verdeelt opvangplekken naar inwoners en welvaart. De formule hebben wij niet gevonden. Met onze sleutel "
    "'Lijkt op de Spreidingswet' kijken wij alleen of een gemeente meer of minder krijgt dan naar rato van inwoners. "
    "De aantallen zelf zijn dus niet te vergelijken."
)
st.html(directions_check(found))
st.html('<p class="fs-quiet">Dit rekent het dashboard zelf uit. De tests lezen dezelfde tabellen.</p>')
