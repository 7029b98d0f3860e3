import { TourAutomatic } from "@web_tour/js/tour_automatic/tour_automatic";

// How long a step waits for what it needs, in milliseconds. Odoo's ten seconds are too few for a page on a machine that
// has other work to do as well.
TourAutomatic.prototype.timeout = 60000;
