import { webhookPath } from "../../src/events/index.ts";

/** The webhook secret of the measured receiver. */
export const SECRET = "the secret of the bench";

/** The webhook path of the measured receiver. */
export const HOOK = webhookPath(SECRET, "main", "5974007e-87d4-80ef-8008-fb1ba341744e");
