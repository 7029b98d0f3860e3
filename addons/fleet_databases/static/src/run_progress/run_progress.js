import { browser } from "@web/core/browser/browser";
import { Component, onMounted, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const ASK_AGAIN = 5000; // milliseconds: only who started a run is told each step

/** Shows the progress of a run, best that of this person: a bar, and a summary at the end. */
export class RunProgress extends Component {
    static template = "fleet_databases.RunProgress";
    static props = { onEnded: Function, runId: { type: Number, optional: true } };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        const bus = useService("bus_service");
        this.state = useState({ run: false });
        onWillStart(async () => {
            const run = await this.ask(this.props.runId);
            this.state.run = !run.ended && run;
        });
        const show = this.show.bind(this);
        let timer;
        onMounted(() => {
            bus.subscribe("fleet_databases.run", show);
            timer = browser.setInterval(this.askAgain.bind(this), ASK_AGAIN);
        });
        onWillUnmount(() => {
            bus.unsubscribe("fleet_databases.run", show);
            browser.clearInterval(timer);
        });
    }

    ask(runId) {
        return this.orm.silent.call("databases.run", "progress", [runId || false]);
    }

    async askAgain() {
        const { run } = this.state;
        if (run && !run.ended) {
            const now = await this.ask(run.id);
            if (this.state.run === run) {
                now ? this.show(now) : this.close();
            }
        }
    }

    /** A run of a few databases ends before anybody could see a bar. A notification tells how it went. */
    show(run) {
        const shown = this.state.run;
        const known = shown && shown.id === run.id;
        const isBusy = shown && !shown.ended && shown.mine;
        const isAnother = this.props.runId ? run.id !== this.props.runId : isBusy && !known;
        if (isAnother || run.id === this.closed || (!known && run.ended)) {
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
        this.closed = this.state.run.id;
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
