"""Who the hub says it is, in the header ``User-Agent``."""

_MAX_CONTACT = 200
# They would end the comment in which the contact stands, or hide its end.
_OF_COMMENTS = frozenset("()\\")


def may_be_sent(contact):
    """Whether a text can stand in the header: plain ASCII on one line."""
    return (
        contact.isascii()
        and contact.isprintable()
        and len(contact) <= _MAX_CONTACT
        and _OF_COMMENTS.isdisjoint(contact)
    )


def agent(version, contacts):
    """
    :param version: of the addon
    :param contacts: ways to reach whoever runs the hub, the best one first; those that can't be sent are left out
    :return: such as ``Fleet/19.0.1.0.0 (+it@agency.example)``
    """
    contact = next((contact for contact in contacts if contact and may_be_sent(contact)), "")
    return f"Fleet/{version} (+{contact})" if contact else f"Fleet/{version}"
