"""What a person reads at the edge of the screen."""


def notification(message, kind):
    """Action that shows ``message`` and has the view read anew.

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
