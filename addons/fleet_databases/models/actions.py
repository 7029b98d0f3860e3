"""Actions for the web client."""


def notification(message, kind):
    """Action that shows ``message`` at the edge of the screen and reloads the view.

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
    """Action that opens a foreign address in a new tab. The page there gets no access to the tab of the hub."""
    return {
        "type": "ir.actions.client",
        "tag": "fleet_databases.open_address",
        "params": {"url": address},
    }
