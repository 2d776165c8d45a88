/** RFC 3339 of milliseconds since 1970, as every view writes times. */
export const timeText = (milliseconds: number): string => new Date(milliseconds).toISOString();
