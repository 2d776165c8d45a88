/** drydock's version, as in package.json; part of a stored scan's identity. */
export const version = '0.1.0';
