"""Een thuis voor iedereen: the app. `make run` serves it with uvicorn; `streamlit run dashboard.py` works too.

`pages/shell.py` holds the navigation: what a visitor's run goes through. Here stand the routes beside the pages, what is
made ready before the first visitor comes, and what a visitor reads when something breaks.
"""

import gc
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from api.language import DutchPage
from api.routes import ROUTES
from api.start import warm_up

SORRY = "Hier ging iets mis. Uw keuzes staan nog in de link. Ververs de pagina. Blijft het misgaan? Meld het dan aan de beheerder."


@asynccontextmanager
async def ready(_app: st.App):
    """Read figures and geometry once, shared by all sessions, and keep them out of every garbage collection."""
    warm_up()
    gc.collect()
    gc.freeze()
    yield {}


def say_sorry(_error: Exception) -> bool:
    """Show a Dutch line instead of a traceback; the log holds the rest."""
    st.error(SORRY)
    return True


app = st.App(
    Path(__file__).parent / "pages" / "shell.py",
    routes=ROUTES,
    middleware=[Middleware(DutchPage)],
    lifespan=ready,
    on_script_error=say_sorry,
)
