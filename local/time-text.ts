export const twoDigits = (number: number): string => (number < 10 ? `0${number}` : `${number}`);

/** `09:30:00` in UTC; by hand, since a request needs it twice and a Date takes ten times as long to print. */
export function timeOfDay(now: number): string {
  const seconds = Math.floor(now / 1000) % 86_400;
  return `${twoDigits(Math.floor(seconds / 3600))}:${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`;
}
