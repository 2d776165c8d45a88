/** How rules count: exactly as kubesec, or with the weak spots of its scoring repaired (docs/strict-profile.md). */
export type Profile = 'kubesec' | 'strict';
