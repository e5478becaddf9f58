"""One visitor's run: the navigation, and the shell around the page that is open. Reads like a table of contents."""

import streamlit as st

import bar
import keeper
import session
from charts.assets import FAVICON
from charts.layout import footer

st.set_page_config(page_title="Een thuis voor iedereen", page_icon=FAVICON, layout="wide")
page = st.navigation(
    {
        "": [
            st.Page("start.py", title="Start", icon=":material/home:", default=True),
            st.Page("kaart.py", title="Kaart", icon=":material/map:"),
            st.Page("verdelen.py", title="Verdelen", icon=":material/tune:"),
            st.Page("onderhandelen.py", title="Onderhandelen", icon=":material/handshake:"),
            st.Page("gemeente.py", title="Gemeenteblad", icon=":material/location_city:"),
            st.Page("vergelijken.py", title="Vergelijken", icon=":material/compare_arrows:"),
        ],
        "Bewaren en delen": [
            st.Page("scenarios.py", title="Scenario's", icon=":material/folder_open:"),
            st.Page(
                "vergelijk_scenarios.py",
                title="Scenario's vergelijken",
                icon=":material/balance:",
                url_path="vergelijk-scenarios",
            ),
        ],
        "Eigen cijfers": [
            st.Page("gegevens.py", title="Gegevens", icon=":material/upload_file:"),
            st.Page("regio.py", title="Andere regio", icon=":material/select_all:"),
        ],
        "Uitleg": [
            st.Page("bronnen.py", title="Bronnen", icon=":material/menu_book:"),
            st.Page("klopt_het.py", title="Klopt het?", url_path="klopt-het", icon=":material/fact_check:"),
            st.Page("begrippen.py", title="Begrippen", url_path="begrippen", icon=":material/dictionary:"),
        ],
    },
    position="top",
)
session.start(keeper.OPENERS)
bar.bar()
if not bar.gate():
    page.run()
footer()
