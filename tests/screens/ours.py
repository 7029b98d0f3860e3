"""What of the web client is ours: menus, actions, views, and what our views add to those of others."""

from dataclasses import dataclass

from lxml import etree

from bootstrap import addons

KINDS = ("form", "list", "kanban")


@dataclass(frozen=True)
class Start:
    """Where a walk begins: an action, or the values of one.

    :ivar options: of ``doAction``
    """

    title: str
    action: object
    options: dict


class Ours:
    """Of the installed addons, as one user has them. All is read at once: while a page is open, the database is its.

    :ivar menus: each :class:`Start` of a menu
    :ivar bound: those of what stands in the action menus of lists and forms
    :ivar extended: those of the views of others that ours extend
    """

    def __init__(self, env):
        self._env, self._modules = env, set(addons.manifests())
        self._whole_models = self._names("ir.model", "model")
        self._whole_views = set(self._records("ir.ui.view").ids)
        self._parts = {}
        for view in self._records("ir.ui.view").filtered(lambda view: view.inherit_id):
            root = _root(view)
            self._parts.setdefault(root.id, set()).update(_added(etree.fromstring(view.arch)))
        self._actions = {
            action.id: name
            for kind in ("ir.actions.act_window", "ir.actions.server")
            for action in self._records(kind)
            for name in action.get_external_id().values()
        }
        self.menus = [Start(f"menu {menu.complete_name}", menu.action.id, {}) for menu in self._seen_menus()]
        self.bound = list(self._bound())
        self.extended = list(self._extended())

    def of(self, state):
        """Return ``isWhole``, or the ``names`` of the elements that are ours in a view.

        :param state: as ``page.js`` tells it
        """
        is_whole = state["model"] in self._whole_models or state["viewId"] in self._whole_views
        return {"isWhole": is_whole, "names": sorted(self._parts.get(state["viewId"], ()))}

    def called(self, name):
        """Return a button's method, or the external id of its action if it is ours."""
        return self._actions.get(int(name), f"action.{name}") if name.isdigit() else name

    def _seen_menus(self):
        seen = self._env["ir.ui.menu"]._visible_menu_ids()
        menus = self._records("ir.ui.menu").filtered(lambda menu: menu.id in seen and menu.action)
        return menus.sorted(lambda menu: menu.complete_name)

    def _bound(self):
        for action_id, name in self._actions.items():
            action = self._env["ir.actions.actions"].sudo().browse(action_id)
            if not (model := action.binding_model_id.model):
                continue
            bindings = self._env["ir.actions.actions"].get_bindings(model).get("action", ())
            if any(binding["id"] == action_id for binding in bindings):
                ids = self._env[model].search([], limit=10).ids
                context = {"active_model": model, "active_ids": ids, "active_id": ids[:1] and ids[0]}
                yield Start(f"action {name}", action_id, {"additionalContext": context})

    def _extended(self):
        for root in self._env["ir.ui.view"].sudo().browse(self._parts):
            if root.type in KINDS and root.model not in self._whole_models and self._may_open(root):
                action = {
                    "type": "ir.actions.act_window",
                    "res_model": root.model,
                    "views": [[root.id, root.type]],
                }
                if root.type == "form":
                    action["res_id"] = self._env[root.model].search([], limit=1).id
                yield Start(f"{root.model} {root.type} {root.xml_id}", action, {})

    def _may_open(self, view):
        """Tell whether the user gets there: who only reads some records of others has no menu that leads to them."""
        of_group = not view.group_ids or view.group_ids & self._env.user.all_group_ids
        return bool(of_group) and self._env[view.model].has_access("create")

    def _names(self, model, field):
        return set(self._records(model).mapped(field))

    def _records(self, model):
        """Return the records that belong to our addons: that one of them has created, where several know them."""
        rows = self._env["ir.model.data"].sudo().search([("model", "=", model)], order="id")
        first = {row.res_id: row.module for row in reversed(rows)}
        ids = [id_ for id_, module in first.items() if module in self._modules]
        return self._env[model].sudo().browse(ids).exists()


def _root(view):
    while view.inherit_id and view.mode == "extension":
        view = view.inherit_id
    return view


def _added(arch):
    """Return the names that an extension brings: those of nodes that say nothing about where they go."""
    brought = (
        node for node in arch.iter(etree.Element) if node.tag != "attribute" and not node.get("position")
    )
    names = {node.get("name") for node in brought}
    moved = {node.get("name") for node in arch.iter(etree.Element) if node.get("position")}
    return names - moved - {None}
