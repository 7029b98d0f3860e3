"""What can go wrong with a remote database, each as a server that does it."""

from . import answers, cells, connection, statuses, truths, xml
from .fault import Fault, Stored

FAULTS = [*connection.FAULTS, *statuses.FAULTS, *answers.FAULTS, *xml.FAULTS, *truths.FAULTS, *cells.FAULTS]
