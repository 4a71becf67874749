"""Personal and free-text values of a dossier: synthetic, and different for every dossier of a world.

They exist so that a consumer which must not keep them has something to drop, and its tests something to
search for. The words "Giả Lập" mean "simulated"; ``example.invalid`` can belong to nobody, and the numbers
are made from the dossier's own number.
"""

import msgspec

from simulator.lifecycle import Dossier

_FAMILY_NAMES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Võ",
    "Đặng",
    "Bùi",
    "Hồ",
    "Tôn Thất",
    "Công Tằng",
)
_STREETS = ("Giả Lập", "Mô Phỏng", "Thử Nghiệm")


class PersonalData(msgspec.Struct, frozen=True, gc=False):
    """Who stands behind a dossier, and what is said in free text."""

    name: str
    identity_number: str
    account_id: str
    phone: str
    fax: str
    email: str
    address: str
    abstract: str
    official: str
    returned_to: str
    account_number: str

    def values(self) -> list[str]:
        """Return all of them, for searching."""
        return list(msgspec.structs.astuple(self))


def personal_data(dossier: Dossier) -> PersonalData:
    """Return the invented person of a dossier."""
    number = dossier.number
    street = _STREETS[dossier.salt % len(_STREETS)]
    name = f"{_FAMILY_NAMES[dossier.salt % len(_FAMILY_NAMES)]} Giả Lập {number}"
    return PersonalData(
        name=name,
        identity_number=f"0469{number:08}",
        account_id=f"techid-{number:07}-{dossier.salt % 65_536:04x}",
        phone=f"0999{number:07}",
        fax=f"0234{number:07}",
        email=f"nguoi.dan.{number}@example.invalid",
        address=f"Số {number} đường {street}, {dossier.commune.name}, thành phố Huế",
        abstract=f"Ông/bà {name} đề nghị giải quyết: {dossier.procedure.name}",
        official=f"Cán bộ Giả Lập {number}",
        returned_to=f"Trả cho {name}",
        account_number=f"0711{number:09}",
    )
