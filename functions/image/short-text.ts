const longest = 200;
const control = /\p{Cc}/gu;

/** The beginning of a text that strangers chose, for a row or a message: 200 characters, which are 600 bytes of JSON at most. */
export const shortText = (text: string): string => text.slice(0, longest).toWellFormed().replace(control, '\ufffd');
