"""What is in each client database: other numbers in each, and per journal type other numbers than its neighbours.

Odoo's own summary counts what asks for work: draft, or posted and not checked, or unreconciled in the bank.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Book:
    """How many entries a type of journal holds, by state."""

    draft: int = 0
    posted: int = 0
    unchecked: int = 0
    unreconciled: int = 0
    reconciled: int = 0


@dataclass(frozen=True)
class Client:
    """A client: its mail domain, its books, and its people as (name, day of the last login or None)."""

    domain: str
    books: dict
    people: tuple
    archived: str
    portal: str


CLIENTS = {
    "client_bakery": Client(
        domain="bakery.example",
        books={
            "sale": Book(draft=5, posted=9, unchecked=2),
            "purchase": Book(draft=4, posted=3),
            "general": Book(draft=1, posted=2, unchecked=2),
            "bank": Book(draft=1, unreconciled=4, reconciled=3),
        },
        people=(("Julie Dupont", 12), ("Marc Dupont", 3), ("Nadia Claes", None)),
        archived="Oscar Wuyts",
        portal="Flour Mill Martens",
    ),
    "client_garage": Client(
        domain="garage.example",
        books={
            "sale": Book(draft=12, posted=5),
            "purchase": Book(draft=7, posted=6, unchecked=1),
            "general": Book(draft=2, posted=1),
            "bank": Book(unreconciled=9, reconciled=2),
        },
        people=(
            ("Eva Peeters", 20),
            ("Tom Peeters", 19),
            ("Karim Haddad", 1),
            ("Lotte Maes", None),
            ("Bram Jacobs", None),
        ),
        archived="Rita Goossens",
        portal="Tyre Trade Van Damme",
    ),
    # No purchase entry waits at the notary's: that journal type is missing from the summary.
    "client_notary": Client(
        domain="notary.example",
        books={
            "sale": Book(draft=3, posted=4),
            "purchase": Book(posted=2),
            "general": Book(draft=6, unchecked=1),
            "bank": Book(draft=2, unreconciled=11),
        },
        people=(("Henri Wouters", 28), ("Sofie Lambert", None)),
        archived="Paul Aerts",
        portal="Land Registry Desk",
    ),
}
