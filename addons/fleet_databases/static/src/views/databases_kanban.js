import { registry } from "@web/core/registry";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { DatabasesLines } from "@fleet_databases/lines/lines";

export class DatabasesKanbanController extends KanbanController {
    static template = "fleet_databases.DatabasesKanban";
    static components = { ...KanbanController.components, DatabasesLines };

    onRunEnded() {
        return this.model.load();
    }
}

registry.category("views").add("databases_kanban", { ...kanbanView, Controller: DatabasesKanbanController });
