import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { RunProgress } from "@fleet_databases/run_progress/run_progress";

const KPI_WIDTH = "90px"; // enough for the names of journal types

/** KPIs are what the list is opened for, so their columns are shown unless somebody hides them. */
export class DatabasesListRenderer extends ListRenderer {
    getPropertyFieldColumns(column, list) {
        return super
            .getPropertyFieldColumns(column, list)
            .map((kpiColumn) => ({
                ...kpiColumn,
                optional: "show",
                attrs: { ...kpiColumn.attrs, width: KPI_WIDTH },
            }));
    }
}

export class DatabasesListController extends ListController {
    static template = "fleet_databases.DatabasesList";
    static components = { ...ListController.components, RunProgress };

    onRunEnded() {
        return this.model.load();
    }
}

registry.category("views").add("databases_list", {
    ...listView,
    Controller: DatabasesListController,
    Renderer: DatabasesListRenderer,
});
