"""A change of several roles at once, which their users follow once, when it is complete.

What would happen to users on the way depends on the order of the writes, and a preview knows of none.
"""

# In the context of a write that is part of such a change. It is an object, so it can't come over the wire.
_PART = object()


def part(records):
    """:return: these records, for writes that are part of one step"""
    return records.with_context(roles_in_one_step=_PART)


def is_part(env):
    """Tell whether what is written now is part of a larger step."""
    return env.context.get("roles_in_one_step") is _PART
