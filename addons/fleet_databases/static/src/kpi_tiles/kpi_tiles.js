import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { openKpi, statusIcon } from "@fleet_databases/kpi/kpi";

/** The numbers of one database as tiles: each opens what it counts, in the client's database. */
export class KpiTiles extends Component {
    static template = "fleet_databases.KpiTiles";
    static props = standardFieldProps;

    get tiles() {
        return this.props.record.data[this.props.name].records.map(({ resId, data }) => ({
            id: resId,
            label: data.kpi_id.display_name,
            column: data.column_name,
            icon: statusIcon(data.text),
            shown: data.shown,
            isText: Boolean(data.text),
            isNothing: data.shown === "0",
        }));
    }

    open(tile) {
        return openKpi(this.env.services, this.props.record.resId, tile.column);
    }
}

export const kpiTiles = { component: KpiTiles, supportedTypes: ["one2many"], useSubView: true };

registry.category("fields").add("fleet_kpi_tiles", kpiTiles);
