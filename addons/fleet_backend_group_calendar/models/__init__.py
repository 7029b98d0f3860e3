from . import mail_activity_mixin
