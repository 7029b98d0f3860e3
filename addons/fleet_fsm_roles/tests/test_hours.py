from .common import FieldServiceCase


class TestHours(FieldServiceCase):
    """Every new order takes hours."""

    def test_project_of_the_company(self):
        self.assertEqual(self.order().project_id, self.env.company.fsm_project_id)

    def test_project_of_the_team_goes_before(self):
        project = self.env["project.project"].create({"name": "Heat"})
        team = self.env["fsm.team"].create({"name": "Heat", "project_id": project.id})
        self.assertEqual(self.order(team_id=team.id).project_id, project)

    def test_project_that_is_chosen_stays(self):
        project = self.env["project.project"].create({"name": "Water"})
        self.assertEqual(self.order(project_id=project.id).project_id, project)

    def test_without_a_project_in_the_settings(self):
        self.env["res.config.settings"].create({"fsm_project_id": False}).execute()
        self.assertFalse(self.order().project_id)
