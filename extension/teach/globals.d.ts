/** The classic scripts of the teach mode share these names in the isolated world. */

declare var sitthiSelector: { of(element: Element): { selector: string; sure: boolean } | null };
declare var sitthiTeachPointer: any;
declare var sitthiTeachOverlay: any;
declare var sitthiTeach: {
  run(order: { origin: string; url: string; roles: string[]; texts: Record<string, string> }): Promise<unknown>;
  stop(): void;
};
