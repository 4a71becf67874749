"""How each commune's one-stop office works: invented, drawn once per world."""

from dataclasses import dataclass
from random import Random

from simulator.catalogue import Commune
from simulator.office_time import HOUR


@dataclass(frozen=True, slots=True)
class Office:
    """The habits of one commune's one-stop office.

    ``volume`` is relative. Shares and chances lie between 0 and 1. ``punctuality`` is the chance that a
    dossier ends in time. ``acceptance_mean`` is in office seconds. ``sync_every`` is in seconds, see
    ``lifecycle.Dossier``.
    """

    commune: Commune
    volume: float
    punctuality: float
    online_share_at_start: float
    online_share_at_end: float
    postal_share: float
    late_acceptance: float
    acceptance_mean: int
    sync_every: int

    def online_share(self, progress: float) -> float:
        """Return the share of online submissions; ``progress`` runs from 0 to 1 over the year of data."""
        return self.online_share_at_start + progress * (self.online_share_at_end - self.online_share_at_start)


def draw_office(commune: Commune, rng: Random) -> Office:
    """Return an office for a commune; wards are up to five times as busy as rural communes."""
    ward = commune.kind == "ward"
    start = rng.uniform(0.30, 0.60) if ward else rng.uniform(0.15, 0.45)
    return Office(
        commune=commune,
        volume=rng.uniform(1.8, 5.0) if ward else rng.uniform(1.0, 2.0),
        punctuality=max(0.80, 0.997 - rng.expovariate(1 / 0.045)),
        online_share_at_start=start,
        online_share_at_end=min(0.93, start + rng.uniform(0.15, 0.35)),
        postal_share=rng.uniform(0.0, 0.05),
        late_acceptance=rng.uniform(0.01, 0.15),
        acceptance_mean=int(rng.uniform(0.5, 2.0) * HOUR),
        sync_every=15 * 60 if rng.random() < 0.25 else 1,
    )
