import { Component, onMounted, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { RunProgress } from "@fleet_databases/run_progress/run_progress";

/** What stands on top of the databases, each in one line: the run that is going on, how many fail and why, and who is
 * responsible for a database without an account there. */
export class DatabasesLines extends Component {
    static template = "fleet_databases.DatabasesLines";
    static components = { RunProgress };
    static props = { onRunEnded: Function };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        const bus = useService("bus_service");
        this.state = useState({ failures: false, without: { own: false, people: [], others: 0 } });
        onWillStart(() => this.load());
        const reload = (run) => run.ended && this.load();
        onMounted(() => bus.subscribe("fleet_databases.run", reload));
        onWillUnmount(() => bus.unsubscribe("fleet_databases.run", reload));
    }

    async load() {
        [this.state.failures, this.state.without] = await Promise.all([
            this.orm.call("project.project", "action_database_failures", []),
            this.orm.call("project.project", "action_database_without_account", []),
        ]);
    }

    /** Show those that fail, whatever was searched before. */
    showFailing() {
        const { searchModel } = this.env;
        const [failing] = searchModel.getSearchItems((item) => item.name === "failing");
        searchModel.clearQuery();
        searchModel.toggleSearchItem(failing.id);
    }

    async invite(person) {
        const action = await this.orm.call("project.project", "action_database_invite_responsible", [person.id]);
        return this.action.doAction(action, { onClose: () => this.load() });
    }
}
