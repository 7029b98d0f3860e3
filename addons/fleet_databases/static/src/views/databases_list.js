import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";
import { ListRenderer } from "@web/views/list/list_renderer";

/** The list of databases. KPIs are what it is opened for, so their columns are shown unless somebody hides them. */
export class DatabasesListRenderer extends ListRenderer {
    getPropertyFieldColumns(column, list) {
        return super
            .getPropertyFieldColumns(column, list)
            .map((kpiColumn) => ({ ...kpiColumn, optional: "show" }));
    }
}

registry.category("views").add("databases_list", { ...listView, Renderer: DatabasesListRenderer });
