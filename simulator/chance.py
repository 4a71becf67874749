"""Incidental chances that follow from a dossier alone.

What was added to the simulation later must not disturb the draws of a world: it takes its chances from here,
where each purpose has a stream of its own, instead of from the generator that draws the life cycles.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar
from zlib import crc32

from simulator.lifecycle import Dossier

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
T = TypeVar("T")


@lru_cache(maxsize=1024)
def _stream(purpose: str) -> int:
    return crc32(purpose.encode()) * _GOLDEN & _MASK


def bits(dossier: Dossier, purpose: str) -> int:
    """64 random bits (the mixing function of SplitMix64)."""
    mixed = (dossier.salt * _GOLDEN ^ dossier.number * 0xD1342543DE82EF95 ^ _stream(purpose)) & _MASK
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 & _MASK
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB & _MASK
    return mixed ^ (mixed >> 31)


def share(dossier: Dossier, purpose: str) -> float:
    """Return a random number from 0 to 1, without 1."""
    return (bits(dossier, purpose) >> 11) / (1 << 53)


def between(dossier: Dossier, purpose: str, least: int, most: int) -> int:
    """Return a random whole number, both ends included."""
    return least + bits(dossier, purpose) % (most - least + 1)


def one_of(dossier: Dossier, purpose: str, choices: Sequence[T]) -> T:
    """Return one of the choices."""
    return choices[bits(dossier, purpose) % len(choices)]


@lru_cache(maxsize=4096)
def habit(agency_code: str, purpose: str, choices: tuple[T, ...]) -> T:
    """Return what an office always does: the same choice for all its dossiers."""
    return choices[crc32(f"{purpose} {agency_code}".encode()) % len(choices)]
