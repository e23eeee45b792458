/** The content scripts are classic scripts that share these names in the isolated world. */

interface SitthiFound {
  role: string;
  element: Element;
  confidence: number;
  reason: string;
  label: string;
}

declare var sitthiVocabulary: any;
declare var sitthiDom: any;
declare var sitthiEvidence: any;
declare var sitthiForm: any;
declare var sitthiAssign: { roles(form: any): SitthiFound[] };
declare var sitthiFields: {
  find(root: Document | ShadowRoot | Element, selectors?: Record<string, string>): SitthiFound[];
};
declare var sitthiValues: any;
declare var sitthiFill: {
  survey(origin: string, url: string, selectors: Record<string, string>): unknown;
  write(order: {
    origin: string;
    url: string;
    selectors: Record<string, string>;
    values: Record<string, string>;
    gesture: boolean;
  }): Promise<unknown>;
};
