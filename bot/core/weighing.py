"""What each piece of evidence weighs: fitted by tests/answers/fit.py on questions kept from the reader.

Columns of what speaks for a candidate: the reader's vote for its topic (log), whether the reader does not know it,
the cosine to its nearest text, the likeness in words and letters, the share of its title that was said, the last three
but titles again for candidates the reader does not know; then for aspects of a session whether a session is named, a
day is said, a session is spoken of; for the aspect that answers days, a day said; for lists, a session named; and for
what must be declined a bias, a session named, a session spoken of; for aspects and for what must be declined, a session
surely named.
Columns of what speaks for none: a bias, the reader's vote for topics no entry has (log), the best cosine, likeness and
title, and whether a session is named, a day said, a session spoken of.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FLOOR = 1e-3
"""Added to probabilities before their logarithm: a vote says no more than this."""


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight a column."""

    speaks_for: NDArray[np.float64]
    speaks_against: NDArray[np.float64]


READ = Weights(
    np.array([1.11, -6.61, 2.44, 2.82, 0.02, 6.35, 3.88, 1.03, 0.8, 1.23, -0.67, 0.02, -0.5, 0.66, -0.37, 0.06, -0.26]),
    np.array([-0.02, 1.94, 0.39, 0.73, -0.21, -0.07, -0.3, -0.66]),
)
"""With a reader."""

SPELT = Weights(
    np.array([0.0, 0.0, 0.0, 18.0, 2.0, 0.0, 0.0, 1.0, 0.5, 0.5, 0.5, -1.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
    np.array([6.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
)
"""By words and letters alone."""
