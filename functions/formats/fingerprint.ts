const lane = (text: string, seed: number, prime: number): string => {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), prime);
  hash ^= hash >>> 15;
  return (hash >>> 0).toString(16).padStart(8, '0');
};

/** 16 hex digits that say the same text is the same; two lanes in the manner of FNV-1a, not for cryptography. */
export const fingerprint = (text: string): string =>
  lane(text, 0x811c9dc5, 0x01000193) + lane(text, 0x9e3779b9, 0x85ebca6b);
