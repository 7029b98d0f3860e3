from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Command, Domain

from ..tools.preset import XMLID, external_ids, merge

# What a data file says of a role besides its groups, and an administrator may word differently.
_WORDING = ("name", "comment", "is_default")


class ResUsersRolePresetMixin(models.AbstractModel):
    """A role that is defined by the external ids of its groups, in a data file of any addon or in an imported file.

    Writing the definition again applies what changed in it, unless an administrator changed the role meanwhile: then
    the update waits until somebody applies it. Groups of modules that are not installed are missing until they are.
    """

    _name = "res.users.role.preset.mixin"
    _description = "Role presets"

    preset_groups = fields.Text(
        "Preset",
        copy=False,
        help="External ids of groups, or of roles that are part of this one, separated by commas or white space.",
    )
    preset_applied = fields.Json(
        copy=False, help="Groups and wording as the preset had them when it was applied."
    )
    preset_author_id = fields.Many2one(
        "res.users", "Preset by", copy=False, readonly=True, ondelete="set null", help="Who wrote the preset."
    )
    preset_missing = fields.Char("Missing groups", compute="_compute_preset")
    preset_state = fields.Selection(
        [
            ("none", "No preset"),
            ("in_step", "As the preset"),
            ("changed", "Changed by an administrator"),
            ("waiting", "An update waits"),
        ],
        compute="_compute_preset",
        search="_search_preset_state",
    )
    preset_is_reserved = fields.Boolean(
        "Waits for an administrator",
        compute="_compute_preset_is_reserved",
        help="The preset came to bring rights that only an administrator may give.",
    )

    @api.depends("preset_groups", "preset_applied", "implied_ids")
    def _compute_preset(self):
        known = self._known_groups()
        for role in self:
            names = external_ids(role.preset_groups)
            role.preset_missing = ", ".join(name for name in names if name not in known)
            role.preset_state = role._state(role._declared(known))

    @api.depends("preset_groups", "preset_author_id", "preset_applied", "implied_ids", "line_ids")
    def _compute_preset_is_reserved(self):
        known = self._known_groups()
        for role in self:
            role.preset_is_reserved = role.preset_state == "waiting" and role._is_reserved(
                role._declared(known)
            )

    def _preset_making_administrators(self):
        """:return: those roles whose preset contains administrator rights, whether it was applied or waits"""
        known, making = self._known_groups(), self.env["res.users"]._making_groups()
        return self.filtered(lambda role: making & role._declared(known))

    def _state(self, declared):
        if not self.preset_groups:
            return "none"
        if declared == set(self.implied_ids.ids):
            return "in_step"
        return "changed" if declared == self._applied_groups() and not self._asks() else "waiting"

    @api.model
    def _search_preset_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        roles = self.search(Domain.TRUE).filtered(lambda role: role.preset_state in value)
        return [("id", "in", roles.ids)]

    def _known_groups(self):
        """:return: external id -> id of the group, or of the group behind the role, of those in these presets"""
        return self._groups_by_name(
            {name for role in self for name in external_ids(role.preset_groups) if XMLID.fullmatch(name)}
        )

    @api.model
    def _groups_by_name(self, names):
        """:return: external id -> id of the group, or of the group behind the role, of those that are here"""
        names = list(names)
        groups = self._named(names, "res.groups")
        roles = self._named(names, "res.users.role")
        roles_sudo = self.browse(roles.values()).sudo()  # who edits roles may know their groups
        group_of = {role.id: role.group_id.id for role in roles_sudo}
        return {**groups, **{name: group_of[role] for name, role in roles.items()}}

    @api.model
    def _named(self, names, model):
        """:return: external id -> id, of those names that are records of this model"""
        names_sudo = self.env["ir.model.data"].sudo()  # which names exist is no secret to who edits roles
        rows = names_sudo._lookup_xmlids(names, self.env[model])
        return {
            f"{module}.{name}": res_id
            for _id, module, name, found, res_id, _noupdate, exists in rows
            if found == model and exists
        }

    def _declared(self, known):
        own = self.group_id.id
        return {known[name] for name in external_ids(self.preset_groups) if name in known} - {own}

    def _applied_groups(self):
        """:return: ids of the groups that were applied the last time and still exist"""
        applied = (self.preset_applied or {}).get("groups", [])
        groups_sudo = self.env["res.groups"].sudo()  # whether they exist is no secret
        return set(groups_sudo.browse(applied).exists().ids)

    def _follow_preset(self):
        """Apply what changed in presets, where no administrator changed the role since.

        A group may come up long after somebody named it: what they may not give waits until an administrator decides.
        """
        known = self._known_groups()
        # The superuser follows presets after each upgrade, and decides nothing.
        decides = self.env.uid != SUPERUSER_ID and self.env["res.users"]._acts_as_administrator()
        for role in self.filtered("preset_groups"):
            declared, applied, current = (
                role._declared(known),
                role._applied_groups(),
                set(role.implied_ids.ids),
            )
            is_untouched = current == applied and not role._asks()
            if (is_untouched or current == declared) and (decides or not role._is_reserved(declared)):
                role._apply(declared, declared)

    def _is_reserved(self, declared):
        """Tell whether only an administrator may apply these groups: nobody becomes one by a name that came to mean
        more, whoever gave it that meaning; and the author extends no role of their own."""
        users = self.env["res.users"]
        administrators = {user for user, active in users._administrators().items() if active}
        is_trusted = self.preset_author_id.id in {SUPERUSER_ID, *administrators}
        current, making = set(self.implied_ids.ids), users._making_groups()
        roles_sudo = self.group_id.sudo().all_implied_by_ids.role_id  # all that come to mean more
        lines_sudo = roles_sudo._all_lines()
        if declared & making and not current & making:
            was_applied = "groups" in (self.preset_applied or {})
            return was_applied or not is_trusted or bool(lines_sudo)
        extends = users._closure(declared) - users._closure(current)
        return bool(extends) and not is_trusted and self.preset_author_id in lines_sudo.user_id

    @api.model
    def _with_preset_author(self, vals):
        """:return: these values of a role, with who writes its preset, and without what only this addon knows"""
        technical = ("preset_author_id", "preset_applied")
        vals = {name: value for name, value in vals.items() if name not in technical}
        return {**vals, "preset_author_id": self.env.uid} if "preset_groups" in vals else vals

    def _apply_preset(self, keep):
        """Apply presets as somebody decided.

        :param keep: keep what an administrator changed, and apply only what changed in the preset
        """
        known = self._known_groups()
        for role in self.filtered("preset_groups"):
            role._apply(role._declared(known), role._groups_with_preset(keep))

    def _preview_preset(self, keep):
        """What :meth:`_apply_preset` would do to the users of this role, and of the roles that it is part of.

        :return: list of dicts, as ``_preview`` of users
        """
        return self._preview_groups(self._groups_with_preset(keep))

    def _preview_groups(self, groups):
        """What would become of users if this role implied these groups, as :meth:`_preview_preset`."""
        roles_sudo = self.group_id.sudo().all_implied_by_ids.role_id  # who keeps a role sees what it does
        users = roles_sudo._all_lines().user_id
        return users._preview_hierarchy({self.group_id.id: groups})

    def _groups_with_preset(self, keep):
        """:return: set of ids of the groups that this role would imply after :meth:`_apply_preset`"""
        declared = self._declared(self._known_groups())
        if not keep:
            return declared
        return merge(declared, self._applied_groups(), set(self.implied_ids.ids))

    def _apply(self, declared, groups):
        if groups != set(self.implied_ids.ids):
            self.write({"implied_ids": [Command.set(sorted(groups))]})
        if sorted(declared) != (self.preset_applied or {}).get("groups") or self._asks():
            self._remember(groups=sorted(declared), asks=None)

    def _asks(self):
        """Tell whether the preset waits whatever it says."""
        return bool((self.preset_applied or {}).get("asks"))

    def _ask_before(self, preset):
        """A data file is about to write the preset. Where an administrator wrote it, in a file that they imported under
        the external id of a module, their role stays as it is, and what the module says waits until they decide."""
        imported = self.preset_groups and self.preset_author_id.id != SUPERUSER_ID
        if imported and set(external_ids(preset)) != set(external_ids(self.preset_groups)):
            self._follow_preset()  # what theirs waited for may have come in the meantime
            self._remember(groups=[], asks=True)

    def _remember(self, **applied):
        """Write down what was applied, which nobody else writes."""
        applied = {**(self.preset_applied or {}), **applied}
        applied = {name: value for name, value in applied.items() if value is not None}
        return super().write({"preset_applied": applied})  # pylint: disable=super-method-mismatch

    def _keep_wording(self, vals):
        """Leave out of what a data file says the wording that an administrator changed, or that was here before it."""
        vals = dict(vals)
        told = (self.preset_applied or {}).get("wording", {})
        for name in _WORDING:
            if name in vals and (name in told or not told) and self[name] != told.get(name):
                del vals[name]
        return vals

    def _remember_wording(self, vals):
        wording = {name: vals[name] for name in _WORDING if name in vals}
        known = self.preset_applied or {}
        if wording and {**known.get("wording", {}), **wording} != known.get("wording"):
            self._remember(wording={**known.get("wording", {}), **wording})

    def _told(self):
        """:return: list of dicts: these roles as they stand in a file, with the keys id, name, comment and groups"""
        roles = self | self.implied_ids.role_id
        roles._ensure_external_ids()
        names = roles.get_external_id()
        groups = self.implied_ids.filtered(lambda group: not group.role_id)._ensure_xml_id()
        groups |= {role.group_id.id: names[role.id] for role in roles}
        return [
            {
                "id": names[role.id],
                "name": role.name,
                "comment": role.comment or "",
                "groups": sorted(
                    [groups[group.id] for group in role.implied_ids] + external_ids(role.preset_missing)
                ),
            }
            for role in self
        ]
