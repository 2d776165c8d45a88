/** For servers whose log nobody reads. */
export const silentLog = { info: () => {}, warn: () => {}, error: () => {} };
