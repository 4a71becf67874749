"""A province's own files of the catalogue, for one test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from onestop import catalogue
from onestop.catalogue.files import Catalogue, read_catalogue
from onestop.warehouse.database import connect
from tests.support.warehouse import Warehouse

SCHEME = """
- scheme_code: two_things
  name_vi: Đúng hạn và trực tuyến
  source: Kế hoạch của tỉnh
  groups:
    - group_code: progress
      name_vi: Tiến độ, kết quả giải quyết
      items:
        - indicator_code: on_time_rate_06a
          max_points: 70
    - group_code: online
      name_vi: Cung cấp dịch vụ công trực tuyến
      items:
        - indicator_code: online_rate
          max_points: 30
          full_score_at: 0.6
          zero_denominator_points: 0
  bands:
    - {from_points: 80, name_vi: Đạt}
    - {from_points: 0, name_vi: Chưa đạt}
"""
PLAN = """
- plan: two_things
  scheme: two_things
  periods: [month]
"""


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files of the catalogue, named without their ending, and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def read(folder: Path, **files: str) -> Catalogue:
    """Return our catalogue with these files over it."""
    return read_catalogue(catalogue.FOLDER, write(folder, files))


def lay(warehouse: Warehouse, folder: Path, **files: str) -> list[str]:
    """Bring a warehouse to our catalogue with these files over it, and return what was told of it."""
    engine = connect(warehouse.settings.sqlalchemy_url)
    try:
        return catalogue.install(engine, write(folder, files))
    finally:
        engine.dispose()
