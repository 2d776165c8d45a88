/** One line of a report: a rule that passed, failed or could be satisfied. */
export interface Finding {
  id: string;
  selector: string;
  reason: string;
  points: number;
}

export interface Scoring {
  critical?: Finding[];
  passed?: Finding[];
  advise?: Finding[];
}

/** What kubesec answers for one document; the field order is the order of its JSON. */
export interface Report {
  /** `<kind>/<name>.<namespace>` */
  object: string;
  valid: boolean;
  /** `API` over HTTP, the path on the command line */
  fileName: string;
  message: string;
  score: number;
  scoring: Scoring;
}
