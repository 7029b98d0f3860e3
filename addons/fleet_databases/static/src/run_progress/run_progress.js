import { Component, onMounted, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Shows the progress of the run that this person started: a bar, and a summary at the end. */
export class RunProgress extends Component {
    static template = "fleet_databases.RunProgress";
    static props = { onEnded: Function, runId: { type: Number, optional: true } };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        const bus = useService("bus_service");
        this.state = useState({ run: false });
        onWillStart(async () => {
            this.state.run = await this.orm.call("databases.run", "progress", [this.props.runId || false]);
        });
        const show = this.show.bind(this);
        onMounted(() => bus.subscribe("fleet_databases.run", show));
        onWillUnmount(() => bus.unsubscribe("fleet_databases.run", show));
    }

    /** A run of a few databases ends before anybody could see a bar. A notification tells how it went. */
    show(run) {
        const shown = this.state.run;
        const known = shown && shown.id === run.id;
        const isAnother = this.props.runId ? run.id !== this.props.runId : shown && !shown.ended && !known;
        if (isAnother || (!known && run.ended)) {
            return;
        }
        this.state.run = run;
        if (run.ended) {
            this.props.onEnded();
        }
    }

    openRun() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "databases.run",
            res_id: this.state.run.id,
            views: [[false, "form"]],
        });
    }

    async openFailed() {
        return this.action.doAction(await this.orm.call("databases.run", "action_open_failed", [this.state.run.id]));
    }

    close() {
        this.state.run = false;
    }
}

/** The same bar above a form, which is reloaded at the end. */
export class RunProgressWidget extends Component {
    static template = "fleet_databases.RunProgressWidget";
    static components = { RunProgress };
    static props = standardWidgetProps;

    onEnded() {
        return this.props.record.load();
    }
}

registry.category("view_widgets").add("fleet_run_progress", { component: RunProgressWidget });
