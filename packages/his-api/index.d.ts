/**
 * `window.sitthi`: what a web HIS may ask of Sitthi on pages whose site has an `api` list in the hospital's policy.
 * Version 1.0. Explained, with every error and limit, in docs/his-api.md.
 */

export interface Sitthi {
  readonly version: string;
  /** Whether somebody is logged in, and whether a patient's card is in. Names nobody. */
  status(): Promise<Status>;
  /** Opens the PIN window. Only within seconds of a press in the page; takes as long as the person takes. */
  login(): Promise<Status>;
  /** Who is logged in. */
  operator(): Promise<Operator>;
  /** Today's NHSO token. Only within seconds of a press in the page, or once within 10 s after `login()`. */
  token(): Promise<Token>;
  /** The patient's card that is in. The photo (JPEG, base64) only where asked for and the policy allows it. */
  readPatient(options?: { photo?: boolean }): Promise<Patient>;
  /** A person's rights from NHSO; without `cid`, those of the patient whose card is in. */
  rights(cid?: string): Promise<Rights>;
  on(event: EventName, handler: (event: SitthiEvent) => void): void;
  off(event: EventName, handler: (event: SitthiEvent) => void): void;
}

export type EventName = "sessionChanged" | "patientInserted" | "patientRemoved";

/** Says only that something happened: ask `status()` for what is so now. */
export interface SitthiEvent {
  readonly type: EventName;
}

export interface Status {
  readonly session: "none" | "active" | "locked";
  /** ISO 8601 with offset. */
  readonly expires_at: string | null;
  /** A card of somebody else than the operator is in. */
  readonly patient: boolean;
  /** The PIN window is open. */
  readonly login: boolean;
}

export interface Operator {
  readonly cid: string;
  readonly name_th: string;
  readonly name_en: string;
}

export interface Token {
  readonly token: string;
  /** "uc": a Token ID for UCWSTokenP1. Tokens of other kinds are never given to pages. */
  readonly kind: string;
  readonly expires_at: string;
}

export interface PersonName {
  readonly title: string;
  readonly first: string;
  readonly middle: string;
  readonly last: string;
  readonly text: string;
}

/** Gregorian; `iso` has `00` for a month or day that the card does not say. */
export interface CardDate {
  readonly iso: string;
  readonly year: number | null;
  readonly month: number | null;
  readonly day: number | null;
  readonly lifelong: boolean;
}

export interface Address {
  readonly house_no: string;
  readonly moo: string;
  readonly trok: string;
  readonly soi: string;
  readonly road: string;
  readonly tambon: string;
  readonly amphoe: string;
  readonly province: string;
  readonly text: string;
}

export interface Patient {
  readonly cid: string;
  readonly name_th: PersonName;
  readonly name_en: PersonName;
  readonly birth_date: CardDate;
  readonly sex: "male" | "female" | "unknown";
  readonly address: Address;
  readonly issuer: string;
  readonly issuer_code: string;
  readonly issue_date: CardDate;
  readonly expiry_date: CardDate;
  readonly request_no: string;
  readonly card_type: string;
  readonly photo_number: string;
  readonly version: string;
  readonly photo: string | null;
}

export interface Coded {
  readonly code: string;
  readonly name: string;
}

/** Dates are `YYYY-MM-DD`, Gregorian; "" where NHSO says none. */
export interface Fund {
  readonly scheme: Coded;
  readonly sub_scheme: Coded;
  readonly hospital_main: Coded;
  readonly hospital_op: Coded;
  readonly hospital_sub: Coded;
  readonly valid_from: string;
  readonly valid_to: string;
  readonly no_expiry: boolean;
}

export interface Rights extends Fund {
  readonly outcome: "ok" | "not_found" | "no_right" | "deceased";
  readonly cid_masked: string;
  readonly name: string;
  readonly status: { readonly code: string; readonly text: string };
  readonly source: string;
  readonly requested_at: string;
  readonly request_id: string;
  readonly death_date?: string;
  readonly funds?: readonly (Fund & { readonly kind: string })[];
  /** As NHSO sent them. */
  readonly fields: Readonly<Record<string, string | null>>;
}

/** What every promise is rejected with. `code`: docs/his-api.md has all. */
export interface SitthiError extends Error {
  readonly name: "SitthiError";
  readonly code: string;
  readonly data: {
    /** With `rate_limited`: when to ask again. */
    readonly seconds?: number;
    readonly method?: string;
    /** With `pin_wrong`. */
    readonly attempts_left?: number | null;
    /** With `nhso_rejected`. */
    readonly ws_status?: string;
    readonly ws_status_desc?: string;
  };
}

/** `not_installed`: no extension, no host, or a page that no policy lists; `not_listed`: the policy does not list this. */
export interface NotReady extends Error {
  readonly name: "NotReady";
  readonly reason: "not_installed" | "not_listed";
}

/**
 * `window.sitthi`, once it answers a `status()`. Rejects with NotReady, or with the SitthiError of the status.
 */
export function ready(options?: { timeoutMs?: number }): Promise<Sitthi>;

declare global {
  interface Window {
    readonly sitthi?: Sitthi;
  }
}
