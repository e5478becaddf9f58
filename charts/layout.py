"""What every page has in common: a few styles around Streamlit's own, and the line that says where figures come from."""

from __future__ import annotations

import streamlit as st

from charts.assets import FOLDER, SOURCE
from charts.terms import script
from data.tables import load_tables

STYLE = "".join(f"<style>{(FOLDER / name).read_text(encoding='utf-8')}</style>" for name in ("layout.css", "terms.css"))


def style() -> None:
    """Styles for the page, and what its terms and links do; Streamlit's theme does the rest."""
    st.html(STYLE)
    st.html(script(), unsafe_allow_javascript=True)


def footer() -> None:
    """Sources and the version of the figures, under every page."""
    st.html(
        f'<footer class="fs-footer">Cijfers: CBS, Rijksoverheid en andere openbare bronnen, per cijfer genoemd op '
        f'<a href="/bronnen" target="_self">Bronnen</a>. Cijferversie {load_tables().version}. {SOURCE}.</footer>'
    )
