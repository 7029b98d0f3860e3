import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { pivotView } from "@web/views/pivot/pivot_view";
import { PivotRenderer } from "@web/views/pivot/pivot_renderer";

// With more columns than these, the names of databases are told by tooltips, and all columns share the screen.
const NAMED_COLUMNS = 12;

/** A pivot table of people and databases, in which a colour says what is wrong. It fits one screen. */
export class AccessGridRenderer extends PivotRenderer {
    static template = "fleet_databases.AccessGrid";

    get columns() {
        return this.table.rows[0].subGroupMeasurements.length;
    }

    get isCompact() {
        return !this.env.isSmall && this.columns > NAMED_COLUMNS;
    }

    get size() {
        return `--fleet-columns: ${this.columns}; --fleet-rows: ${this.table.rows.length}`;
    }

    /** Name of each column, by the values that it stands for. */
    get columnNames() {
        const titles = this.table.headers.slice(0, -1).flat();
        return Object.fromEntries(
            titles.filter((cell) => cell.groupId).map((cell) => [JSON.stringify(cell.groupId[1]), cell.title])
        );
    }

    cellWords({ title }, { groupId, isBold, value }, names) {
        if (value === undefined || isBold) {
            return false;
        }
        const finding = value ? _t("gap") : _t("has an account");
        return `${title} × ${names[JSON.stringify(groupId[1])]}: ${finding}`;
    }

    cellClass({ value, isBold, measure }) {
        const isOne = value !== undefined && !isBold && measure === "gaps";
        return {
            o_empty: value === undefined,
            "cursor-pointer": value !== undefined,
            "fw-bold": isBold,
            o_fleet_gap: isOne && value > 0,
            o_fleet_no_gap: isOne && value === 0,
        };
    }
}

registry.category("views").add("databases_access_grid", { ...pivotView, Renderer: AccessGridRenderer });
