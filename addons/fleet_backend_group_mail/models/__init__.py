from . import ir_attachment
from . import mail_activity_mixin
from . import mail_thread
