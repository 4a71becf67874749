"""The feed of surveys: citizens rate how their dossier was handled, one record for each criterion answered.

Each office uses one scale: "5" has the levels 5 (very satisfied) to 1, "3" the levels 1 (very satisfied) to 3
(not satisfied), "ABC" the letters A (best) to C, "diem" a score from 0 to 100.
"""

from collections.abc import Iterator

import msgspec

from simulator.chance import between, habit, one_of, share
from simulator.lifecycle import Dossier, Happening
from simulator.localtime import SECONDS_PER_DAY, compact, rfc3339
from simulator.personal import personal_data
from simulator.records import Record

_RATED = 0.3
_SCALES = ("5", "5", "3", "ABC", "diem")
_LEVELS = {
    "5": ("5", "4", "3", "2", "1"),
    "3": ("1", "1", "2", "3", "3"),
    "ABC": ("A", "A", "B", "C", "C"),
    "diem": ("98", "90", "72", "50", "20"),
}
_ALL_CRITERIA = ("0", "1", "2", "3", "4", "5")


class Answer(msgspec.Struct, frozen=True, gc=False):
    """One answer: the dossier that is rated, the criterion (0 overall, 1 to 5) and the moment."""

    dossier: Dossier
    criterion: str
    rated_at: int

    @property
    def form(self) -> str:
        """Return the form that the answer stands on (field MaDanhGia)."""
        return f"DG{self.dossier.number:09}"

    @property
    def key(self) -> str:
        """Form and criterion."""
        return f"{self.form}|{self.criterion}"

    @property
    def is_valid(self) -> bool:
        """Return whether the form counts (field HopLe)."""
        return share(self.dossier, "invalid form") >= 0.02

    @property
    def role(self) -> str:
        """Whose work is rated (field ViTri)."""
        return one_of(self.dossier, "rated role", ("Công chức Một cửa", "Công chức chuyên môn"))

    @property
    def scale(self) -> str:
        """Return the scale of the office (field ThangDo)."""
        scale: str = habit(self.dossier.commune.agency_code, "scale", _SCALES)
        return scale

    @property
    def level(self) -> str:
        """Return the answer on that scale (field MucDo)."""
        return _LEVELS[self.scale][_grade(self)]


def draw_answers(dossier: Dossier) -> Iterator[Answer]:
    """Return the answers of the citizen behind a dossier; most give none."""
    finished = next((moment for moment in dossier.moments if moment.what is Happening.FINISHED), None)
    if finished is None or share(dossier, "rated") >= _RATED:
        return
    last, on_device = dossier.moments[-1].at, _channel(dossier) == "quay"
    least, most = (20, 900) if on_device else (600, 3 * SECONDS_PER_DAY)
    rated_at = last + between(dossier, "rated after", least, most)
    for criterion in _ALL_CRITERIA[:1] if on_device else _ALL_CRITERIA:
        yield Answer(dossier, criterion, rated_at)


def _channel(dossier: Dossier) -> str:
    return one_of(dossier, "rating channel", ("quay", "quay", "quay", "truc_tuyen", "truc_tuyen", "giay", ""))


def survey_record(answer: Answer) -> Record:
    """Return the record of an answer; it never changes."""
    dossier = answer.dossier
    complains = answer.criterion == "0" and _grade(answer) >= 3
    return {
        "MaDanhGia": answer.form,
        "MaHoSo": "" if share(dossier, "rating without dossier") < 0.1 else dossier.code,
        "MaDonVi": dossier.commune.at(answer.rated_at).agency_code,
        "MaLinhVuc": dossier.procedure.sector_code,
        "ViTri": answer.role,
        "Kenh": _channel(dossier),
        "HopLe": "1" if answer.is_valid else "0",
        "TieuChi": answer.criterion,
        "ThangDo": answer.scale,
        "MucDo": answer.level,
        "YKien": f"{personal_data(dossier).name}: phải chờ lâu" if complains else "",
        "ThoiGianDanhGia": compact(answer.rated_at),
        "DaXoa": "0",
        "CapNhatLuc": rfc3339(dossier.written_at(answer.rated_at)),
    }


def _grade(answer: Answer) -> int:
    """0 (very satisfied) to 4; offices differ, and waiting makes angry."""
    dossier = answer.dossier
    mood = share(dossier, f"mood {answer.criterion}") * habit(dossier.commune.agency_code, "mood", (0.93, 1.0, 1.06))
    return 0 if mood < 0.62 else 1 if mood < 0.92 else 2 if mood < 0.97 else 3 if mood < 0.99 else 4
