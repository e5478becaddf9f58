"""One address cannot ask without end; a room of people can."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api import routes
from api.limits import BURST, CLIENTS_MAX, RateLimit


class Clock:
    """A clock that a test moves by hand. [s]"""

    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_a_burst_is_answered_and_the_next_question_is_not(clock):
    limit = RateLimit(10, clock)
    asked = [limit.is_exceeded("a") for _ in range(int(10 * BURST) + 1)]
    assert asked == [False] * 20 + [True]


def test_a_bucket_fills_again_with_time(clock):
    limit = RateLimit(10, clock)
    for _ in range(20):
        limit.is_exceeded("a")
    clock.now = 0.35  # 3.5 tokens have come back
    assert [limit.is_exceeded("a") for _ in range(4)] == [False, False, False, True]


def test_one_address_does_not_use_up_the_questions_of_another(clock):
    limit = RateLimit(1, clock)
    assert [limit.is_exceeded("a") for _ in range(4)] == [False, False, True, True]
    assert not limit.is_exceeded("b")


def test_the_oldest_address_is_forgotten_when_there_are_too_many(clock):
    limit = RateLimit(1, clock)
    for client in range(CLIENTS_MAX + 50):
        limit.is_exceeded(str(client))
    assert len(limit.buckets) == CLIENTS_MAX
    assert "0" not in limit.buckets
    assert str(CLIENTS_MAX + 49) in limit.buckets


def test_too_many_questions_get_a_dutch_line(monkeypatch, clock):
    monkeypatch.setattr(routes, "LIMIT", RateLimit(1, clock))
    client = TestClient(Starlette(routes=routes.ROUTES))
    question = {"scenario": {"version": 1, "region": "parkstad"}, "group": "statushouders"}
    answers = [client.post("/api/verdeel", json=question) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].json() == {"fout": "Dit zijn te veel vragen tegelijk. Probeer het zo nog eens."}
