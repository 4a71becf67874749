"""Public holidays of Vietnam in 2025 and 2026, as the Government announced them for state offices.

Weekends around a holiday are not listed: offices are closed then anyway. A swapped day is closed against a
Saturday that is worked, see WORKED_SATURDAYS. The simulation needs no day outside these two years; beyond
them only weekends are closed.
"""

from datetime import date

PUBLIC_HOLIDAYS: dict[date, str] = {
    date(2025, 1, 1): "New Year",
    # Lunar New Year (Tết) 2025: closed 25 January to 2 February.
    date(2025, 1, 27): "Tết",
    date(2025, 1, 28): "Tết",
    date(2025, 1, 29): "Tết",
    date(2025, 1, 30): "Tết",
    date(2025, 1, 31): "Tết",
    date(2025, 4, 7): "Hùng Kings",
    date(2025, 4, 30): "Reunification Day",
    date(2025, 5, 1): "Labour Day",
    date(2025, 5, 2): "swapped with Saturday 26 April 2025",
    date(2025, 9, 1): "National Day",
    date(2025, 9, 2): "National Day",
    date(2026, 1, 1): "New Year",
    date(2026, 1, 2): "swapped with Saturday 10 January 2026",
    # Lunar New Year (Tết) 2026: closed 14 to 22 February.
    date(2026, 2, 16): "Tết",
    date(2026, 2, 17): "Tết",
    date(2026, 2, 18): "Tết",
    date(2026, 2, 19): "Tết",
    date(2026, 2, 20): "Tết",
    # The Hùng Kings' day of 2026 is Sunday 26 April, so Monday is given instead.
    date(2026, 4, 27): "Hùng Kings, moved from Sunday",
    date(2026, 4, 30): "Reunification Day",
    date(2026, 5, 1): "Labour Day",
    date(2026, 8, 31): "swapped with Saturday 22 August 2026",
    date(2026, 9, 1): "National Day",
    date(2026, 9, 2): "National Day",
    date(2026, 11, 24): "Vietnam Culture Day",
}

WORKED_SATURDAYS: frozenset[date] = frozenset({date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)})
