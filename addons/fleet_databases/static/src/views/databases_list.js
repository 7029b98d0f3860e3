import { registry } from "@web/core/registry";
import { createPropertyActiveField } from "@web/model/relational_model/utils";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { isKpi, isTold, openKpi, statusIcon } from "@fleet_databases/kpi/kpi";
import { DatabasesLines } from "@fleet_databases/lines/lines";

const KPI_WIDTH = "80px"; // enough for the names of journal types

/** People open this list for the KPIs, so their columns are shown unless somebody hides them. A click on a number opens
 * the list that it counts, in the client's database. A dash means that the database has not told the number. */
export class DatabasesListRenderer extends ListRenderer {
    getPropertyFieldColumns(column, list) {
        return super
            .getPropertyFieldColumns(column, list)
            .map((kpiColumn) => ({
                ...kpiColumn,
                optional: "show",
                widget: undefined, // so that the cell shows what getFormattedValue returns
                attrs: { ...kpiColumn.attrs, width: KPI_WIDTH },
            }));
    }

    getFormattedValue(column, record) {
        if (!isKpi(column)) {
            return super.getFormattedValue(column, record);
        }
        if (!isTold(column, record.data)) {
            return "–";
        }
        return statusIcon(record.data[column.name]) || super.getFormattedValue(column, record);
    }

    getCellClass(column, record) {
        const classes = super.getCellClass(column, record);
        const isLink = column.type === "field" && isKpi(column) && isTold(column, record.data);
        return isLink ? `${classes} o_fleet_kpi` : classes;
    }

    async onCellClicked(record, column, ev, newWindow) {
        const { selection } = this.props.list;
        if (isKpi(column) && isTold(column, record.data) && !selection.length) {
            return openKpi(this.env.services, record.resId, column.name);
        }
        return super.onCellClicked(record, column, ev, newWindow);
    }
}

export class DatabasesListController extends ListController {
    static template = "fleet_databases.DatabasesList";
    static components = { ...ListController.components, DatabasesLines };

    /** A list learns of properties from its records. It has no record while all its groups are closed; so the view tells
     * which KPIs there are, and that the server can sum them. */
    get modelParams() {
        const params = super.modelParams;
        const { activeFields, fields } = params.config;
        for (const { attrs, name } of this.archInfo.columns.filter(({ attrs }) => attrs?.kpis)) {
            for (const kpi of JSON.parse(attrs.kpis)) {
                const relatedPropertyField = { name };
                const fullName = `${name}.${kpi.name}`;
                fields[fullName] = {
                    ...kpi,
                    name: fullName,
                    propertyName: kpi.name,
                    relatedPropertyField,
                    sortable: true,
                    aggregator: kpi.type === "integer" && "sum",
                };
                activeFields[fullName] = { ...createPropertyActiveField(kpi), relatedPropertyField };
            }
        }
        return params;
    }

    onRunEnded() {
        return this.model.load();
    }
}

registry.category("views").add("databases_list", {
    ...listView,
    Controller: DatabasesListController,
    Renderer: DatabasesListRenderer,
});
