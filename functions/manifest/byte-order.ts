const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

/** Orders texts as their UTF-8 bytes do; UTF-16 units would put U+FF5E behind U+1F600. */
export const compareBytewise = (a: string, b: string): number => {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left === right) continue;
    if (isSurrogate(left) !== isSurrogate(right) && left >= 0xd800 && right >= 0xd800) return right - left;
    return left - right;
  }
  return a.length - b.length;
};
