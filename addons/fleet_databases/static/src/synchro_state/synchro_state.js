import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { formatDateTime } from "@web/core/l10n/dates";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const { DateTime } = luxon;

/** The state of a database in one cell: that it is being asked, why it failed, or how old its numbers are; and whether
 * these are all of them. */
export class SynchroState extends Component {
    static template = "fleet_databases.SynchroState";
    static props = standardFieldProps;

    get isRunning() {
        const until = this.props.record.data.database_claimed_until;
        return Boolean(until) && until > DateTime.now();
    }

    get reason() {
        const { fields, data } = this.props.record;
        const [, label] =
            fields.database_synchro_error.selection.find(([kind]) => kind === data.database_synchro_error) || [];
        return label;
    }

    get age() {
        const last = this.props.record.data[this.props.name];
        return last && last.toRelative();
    }

    get moment() {
        const last = this.props.record.data[this.props.name];
        return last && formatDateTime(last);
    }
}

export const synchroState = {
    component: SynchroState,
    supportedTypes: ["datetime"],
    listViewWidth: 150,
    fieldDependencies: [
        { name: "database_claimed_until", type: "datetime" },
        { name: "database_synchro_error", type: "selection" },
        { name: "database_synchro_message", type: "char" },
        { name: "database_companies", type: "char" },
        { name: "database_left_out_message", type: "char" },
    ],
};

registry.category("fields").add("fleet_synchro_state", synchroState);
