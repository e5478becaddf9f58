"""Measures of a result: how much, for whom, and how concentrated."""

from __future__ import annotations

import numpy as np

EQUAL = 1e-9


def per_1000(numbers: np.ndarray, inhabitants: np.ndarray) -> np.ndarray:
    """Numbers per 1,000 inhabitants. [units / 1,000 inhabitants]"""
    return 1000 * numbers / inhabitants


def location_quotient(numbers: np.ndarray, inhabitants: np.ndarray) -> np.ndarray:
    """Share of the task divided by share of inhabitants; 1 is pro rata, 0 everywhere when there is no task. [ratio]"""
    return _shares(numbers) / _shares(inhabitants)


def shifted(numbers: np.ndarray, reference: np.ndarray) -> float:
    """Sum of shifts ``sum |a - r| / 2``: what moves from one municipality to another. [units]"""
    return float(np.abs(numbers - reference).sum() / 2)


def up_down_equal(numbers: np.ndarray, reference: np.ndarray) -> tuple[int, int, int]:
    """How many municipalities get more than, less than and as much as the reference."""
    difference = numbers - reference
    up, down = int((difference > EQUAL).sum()), int((difference < -EQUAL).sum())
    return up, down, len(numbers) - up - down


def lorenz(numbers: np.ndarray, inhabitants: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The Lorenz curve of numbers over inhabitants.

    Returns
    -------
    tuple of np.ndarray
        (n + 1,) cumulative share of inhabitants and of numbers, municipalities ordered by numbers per inhabitant;
        the diagonal when there is no task. [fraction]
    """
    order = np.argsort(numbers / inhabitants, kind="stable")
    x = np.concatenate([[0.0], np.cumsum(inhabitants[order])]) / inhabitants.sum()
    total = numbers.sum()
    y = np.concatenate([[0.0], np.cumsum(numbers[order])]) / total if total else x.copy()
    return x, y


def gini(numbers: np.ndarray, inhabitants: np.ndarray) -> float:
    """Gini coefficient of numbers over inhabitants; 0 is exactly pro rata. [0-1]"""
    x, y = lorenz(numbers, inhabitants)
    return float(max(0.0, 1 - np.sum(np.diff(x) * (y[1:] + y[:-1]))))


def theil(numbers: np.ndarray, inhabitants: np.ndarray, parts: np.ndarray) -> tuple[float, float]:
    """Theil index of numbers over inhabitants, split by subregion (Theil 1967).

    ``T = sum_i q_i ln(q_i / p_i)`` with q the share of numbers and p the share of inhabitants.

    Parameters
    ----------
    parts : (n,) label of the subregion per municipality.

    Returns
    -------
    tuple of float
        (between subregions, within subregions); they add up to T. [nats]
    """
    q, p = _shares(numbers), _shares(inhabitants)
    total = _relative_entropy(q, p)
    parts = np.asarray(parts)
    labels = sorted(set(parts))
    sums = [[x[parts == label].sum() for label in labels] for x in (q, p)]
    between = _relative_entropy(np.array(sums[0]), np.array(sums[1]))
    return between, max(0.0, total - between)


def _shares(x: np.ndarray) -> np.ndarray:
    total = x.sum()
    return x / total if total else np.zeros(len(x))


def _relative_entropy(q: np.ndarray, p: np.ndarray) -> float:
    positive = q > 0
    return float(max(0.0, np.sum(q[positive] * np.log(q[positive] / p[positive]))))


def largest_share(numbers: np.ndarray) -> tuple[int, float]:
    """Position of the municipality with the largest number, and its share of the task. [fraction]"""
    i = int(np.argmax(numbers))
    return i, float(numbers[i] / numbers.sum()) if numbers.sum() else 0.0
