"""Which groups come with which, on plain ids."""


class Hierarchy:
    """What groups imply, as it is or as it would be.

    :param implied: id of a group -> ids of the groups that it implies directly
    """

    def __init__(self, implied):
        self._implied = implied

    def closure(self, ids):
        """:return: frozenset of these groups and of all that they imply"""
        reached, waiting = set(), list(ids)
        while waiting:
            group = waiting.pop()
            if group not in reached:
                reached.add(group)
                waiting.extend(self._implied.get(group, ()))
        return frozenset(reached)

    def is_in_itself(self, id_):
        """Tell whether a group implies itself in the end."""
        return id_ in self.closure(self._implied.get(id_, ()))
