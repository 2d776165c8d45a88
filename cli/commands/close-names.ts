const farthest = 2;

/** How many characters must be changed, added or removed to make one word of the other. */
const distance = (left: string, right: string): number => {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      current.push(Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + cost));
    }
    previous = current;
  }
  return previous[right.length]!;
};

/** The known names that someone who wrote this one may have meant. */
export const closeNames = (written: string, known: readonly string[]): string[] => {
  const word = written.slice(0, 40).toLowerCase();
  return known.filter((name) => name.startsWith(word) || distance(word, name) <= farthest);
};
