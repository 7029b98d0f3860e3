"""One call: what all that is done for it keeps to."""

from contextvars import ContextVar
from dataclasses import dataclass

from cryptography.x509 import load_der_x509_certificate

from ..errors import TlsError
from ..shape import bounded
from ..values import Reach, Trust, seconds_until
from .way import Way

# The Call of this thread.
current = ContextVar("call")


@dataclass(slots=True)
class Call:
    """What the connections of a call keep to, and what they find out.

    :param ends: when it must be over, on the monotonic clock
    :param certificate: that of the connection that this call has opened, as DER. A connection that was kept alive shows
        none again
    """

    ends: float
    reach: Reach
    trust: Trust
    way: Way
    certificate: bytes | None = None

    def begin(self):
        """All that this thread asks until the next call begins belongs to this one."""
        current.set(self)

    def seconds_left(self):
        """As :func:`~..values.seconds_until` its end."""
        return seconds_until(self.ends)

    def certificate_end(self):
        """When the certificate ends that the server has shown, as datetime in UTC; None: it has shown none."""
        if not self.certificate:
            return None
        try:
            certificate = load_der_x509_certificate(self.certificate)
        except ValueError as error:
            raise TlsError("X.509") from error
        if hasattr(certificate, "not_valid_after_utc"):
            return bounded(certificate.not_valid_after_utc.replace(tzinfo=None))
        # Before version 42 of cryptography, which Odoo 19 accepts, too.
        return bounded(certificate.not_valid_after)
