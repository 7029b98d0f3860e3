from odoo import api, models


class FsmStage(models.Model):
    _inherit = "fsm.stage"

    @api.model
    def _share_stages(self):
        """Give the stages that come with fieldservice to all companies. It makes them those of the company of whoever
        installs it; in the others orders have no stage, and they are completed and cancelled by these very stages.
        """
        names = ("new", "completed", "cancelled")
        stages = [self.env.ref(f"fieldservice.fsm_stage_{name}", raise_if_not_found=False) for name in names]
        self.union(*filter(None, stages)).company_id = False
