/** Lowest points first: points up to `points` have this CVSS-like score. GitHub: from 9.0 critical, 7.0 high, 4.0 medium, else low. */
const scores = [
  { points: -30, score: '9.5' },
  { points: -9, score: '8.0' },
  { points: -7, score: '7.5' },
  { points: -5, score: '5.5' },
  { points: -3, score: '4.5' },
  { points: -1, score: '4.0' },
  { points: 2, score: '2.0' },
] as const;

/** The `security-severity` of a rule (a number as text, 0.1 to 10.0), made from the points it takes or gives. */
export const securitySeverity = (points: number): string =>
  scores.find((step) => points <= step.points)?.score ?? '3.0';
