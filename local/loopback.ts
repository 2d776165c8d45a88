const loopbackAddress = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/;

/** Whether an address, as a listening socket has it, can be reached from this machine only. */
export const isLoopbackAddress = (address: string): boolean => loopbackAddress.test(address);

/** Whether the value of a Host header, port included, names this machine. */
export function isLoopbackName(host: string): boolean {
  const name = host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
  if (name.startsWith('[')) return isLoopbackAddress(name.slice(1, -1));
  return name === 'localhost' || name.endsWith('.localhost') || isLoopbackAddress(name);
}

/** Whether the value of an Origin header is a page of this machine; `null`, which pages of no name send, is not. */
export const isLoopbackOrigin = (origin: string): boolean =>
  URL.canParse(origin) && isLoopbackName(new URL(origin).host);

/** Where a listening address is reached from this machine, without a slash at the end. */
export function urlOf(address: string, port: number): string {
  if (address === '0.0.0.0' || address === '::') return `http://127.0.0.1:${port}`;
  return address.includes(':') ? `http://[${address}]:${port}` : `http://${address}:${port}`;
}
