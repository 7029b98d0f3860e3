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


def form(record, name, target="current"):
    """Action that opens the form of ``record``.

    :param name: title of the window
    :param target: ``current``, or ``new`` for a dialog
    """
    return {
        "type": "ir.actions.act_window",
        "name": name,
        "res_model": record._name,
        "res_id": record.id,
        "views": [(False, "form")],
        "target": target,
    }


def new_tab(address):
    """Action that opens an address of somebody else in a new tab, from where it can't reach the hub's own."""
    return {
        "type": "ir.actions.client",
        "tag": "fleet_databases.open_address",
        "params": {"url": address},
    }
