"""The page that a browser opens: Dutch, with the styles and the script of every page; nothing else is touched."""

import asyncio

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from api.language import DutchPage
from charts.assets import page_html

PAGE = '<!doctype html><html lang="en"><head><title>Streamlit</title></head><body><div id="root"></div></body></html>'
APP = Starlette(
    routes=[
        Route("/", lambda _request: HTMLResponse(PAGE, headers={"ETag": "en"})),
        Route("/tekst", lambda _request: PlainTextResponse(PAGE)),
    ],
    middleware=[Middleware(DutchPage)],
)


def opened(address: str, accept: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(APP), base_url="http://hier") as client:
            return await client.get(address, headers={"Accept": accept})

    return asyncio.run(ask())


def test_a_page_says_that_it_is_dutch_and_ends_with_our_styles():
    answer = opened("/", "text/html,*/*")
    assert '<html lang="nl">' in answer.text and "<title>Een thuis voor iedereen</title>" in answer.text
    assert answer.text.endswith(f'<div id="root"></div>{page_html()}</body></html>')
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "etag" not in answer.headers


def test_what_is_not_opened_as_a_page_passes_untouched():
    assert opened("/", "*/*").text == PAGE
    assert opened("/tekst", "text/html").text == PAGE
