"""What the web client is told to do."""


def notification(message, kind):
    """Action that shows ``message`` at the edge of the screen and has the view read anew.

    :param kind: ``info``, ``success``, ``warning`` or ``danger``
    """
    return {
        "type": "ir.actions.client",
        "tag": "display_notification",
        "params": {
            "message": message,
            "type": kind,
            "next": {"type": "ir.actions.client", "tag": "soft_reload"},
        },
    }


def new_tab(address):
    """Action that opens an address of somebody else in a new tab, from where it can't reach the hub's own."""
    return {
        "type": "ir.actions.client",
        "tag": "fleet_databases.open_address",
        "params": {"url": address},
    }
