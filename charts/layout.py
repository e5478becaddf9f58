"""What stands under every page: the line that says where figures come from. Its styles are in `charts.assets.EVERY_PAGE`."""

from __future__ import annotations

import streamlit as st

from charts.assets import SOURCE
from data.tables import load_tables


def footer() -> None:
    """Sources and the version of the figures, under every page."""
    st.html(
        f'<footer class="fs-footer">Cijfers: CBS, Rijksoverheid en andere openbare bronnen, per cijfer genoemd op '
        f'<a href="/bronnen" target="_self">Bronnen</a>. Cijferversie {load_tables().version}. {SOURCE}.</footer>'
    )
