/**
 * The content scripts are classic scripts that share names in the isolated world. Their types are read from the scripts;
 * only of those that are made once per document (`??=`) they must be said.
 */

type SitthiSnapshot = { control: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement; before: string | number };

declare var sitthiUndo: {
  isReady(): boolean;
  keep(fields: SitthiSnapshot[][]): void;
  restore(): number;
  snapshot(control: SitthiSnapshot["control"]): SitthiSnapshot;
};
declare var sitthiLate: {
  wait(order: {
    origin: string;
    rules: import("./types.js").Rules;
    roles: import("./types.js").Role[];
    milliseconds: number;
  }): void;
};

/** The version of the extension whose content scripts are in this page. */
declare var sitthiVersion: string | undefined;
