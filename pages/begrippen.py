"""/begrippen: the glossary, where the law stands, and where help is found."""

import streamlit as st

import session
from charts.findings import finding_html
from charts.glossary import glossary_finding, glossary_html, help_html, law_finding, law_html, matches
from data.tables import load_tables

tables = load_tables()
st.title("Begrippen", anchor=False)
words, guide = st.columns([1.7, 1], gap="large")
with words:
    asked = session.viewed("item", matches(""), None)
    found = matches(st.text_input("Zoek een begrip", key="begrip-zoek", placeholder="Bijvoorbeeld: referentie"))
    st.html(finding_html(glossary_finding(found)))
    st.html(glossary_html(found, asked))
with guide:
    st.subheader("Stand van de wet", anchor=False)
    st.html(f"<p>{law_finding(tables)}.</p>{law_html(tables)}")
    st.subheader("Hulp en handreikingen", anchor=False)
    st.html(help_html(tables))
