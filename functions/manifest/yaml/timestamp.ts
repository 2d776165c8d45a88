const time = String.raw`(\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?`;
const pattern = new RegExp(String.raw`^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]${time}(?:Z|[+-](\d\d):(\d\d))| +${time})?$`);

const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

const isTime = (hour: number, minute: number, second: number): boolean => hour < 24 && minute < 60 && second < 60;

/** Whether a text is a date or a date with a time in one of the forms that go-yaml knows. */
export const isTimestamp = (text: string): boolean => {
  const match = pattern.exec(text);
  if (match === null) return false;
  const [year, month, day, h1, m1, s1, zoneHour, zoneMinute, h2, m2, s2] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  if (month! < 1 || month! > 12 || day! < 1 || day! > daysInMonth(year!, month!)) return false;
  return isTime(h1!, m1!, s1!) && isTime(h2!, m2!, s2!) && zoneHour! <= 24 && zoneMinute! <= 60;
};
