/** Which view the popup's state calls for. */

import { cardView, lockedView } from "./card.js";
import { readersView } from "./readers.js";
import { sessionView } from "./session.js";
import { noHostView, noStatusView, waitingView } from "./waiting.js";

/** @param {import("../context.js").Context} context @param {import("../state.js").ViewName} name @returns {(Node|null)[]} */
export function stateView(context, name) {
  if (name === "no_host" || name === "mismatch") return noHostView(context, name);
  if (name === "no_status") return noStatusView(context);
  if (name === "session") return sessionView(context);
  if (name === "locked") return lockedView(context);
  if (name === "card") return cardView(context);
  return [
    ...waitingView(context, name),
    ...(context.snapshot.status && name !== "pin" && name !== "source" ? readersView(context) : []),
  ];
}
