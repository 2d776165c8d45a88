/** What one request may ask for; each is named in the refusal. */
export interface Limits {
  bodyBytes: number;
  /** documents that are not blank */
  documents: number;
  /** bytes of the JSON answer as UTF-8 */
  answerBytes: number;
}

/** Lambda takes 6 MB with base64 around the body, so both hosts stay below. */
export const defaultLimits: Limits = { bodyBytes: 4_500_000, documents: 1_000, answerBytes: 5_000_000 };
