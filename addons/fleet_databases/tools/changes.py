"""Compares what is stored with what was answered, so that only differences are written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes that make the known rows equal to the seen rows.

    :param create: key of a new row -> its values
    :param update: key of a known row -> the values that differ
    :param remove: keys of the known rows that were not seen
    """

    create: dict
    update: dict
    remove: list


def changes(known, seen):
    """Compare two tables of rows.

    :param known: key -> values, what is stored
    :param seen: key -> values, what was answered; with the same value names
    :return: :class:`Changes`
    """
    update = {}
    for key in known.keys() & seen.keys():
        differing = {name: value for name, value in seen[key].items() if known[key][name] != value}
        if differing:
            update[key] = differing
    return Changes(
        create={key: values for key, values in seen.items() if key not in known},
        update=update,
        remove=[key for key in known if key not in seen],
    )
