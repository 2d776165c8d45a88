import { DrydockError } from '../../errors.ts';

export interface RedisAddress {
  host: string;
  port: number;
  isTls: boolean;
  /** words after AUTH */
  login?: string[];
  database?: string;
}

/** Reads `redis://[user:password@]host[:port][/number]`, or `rediss://…` for TLS. Throws DrydockError `bad_configuration`, which does not repeat it. */
export function readRedisAddress(name: string, text: string): RedisAddress {
  const url = URL.parse(text);
  const database = url?.pathname.slice(1) ?? '';
  const isKnown = url !== null && /^rediss?:$/.test(url.protocol) && url.hostname !== '' && url.search === '';
  if (!isKnown || !/^[0-9]{0,3}$/.test(database)) {
    throw new DrydockError('bad_configuration', `${name}: expected redis://[user:password@]host[:port][/number]`);
  }
  const login = [url.username, url.password].filter((word) => word !== '').map(decodeURIComponent);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port || 6_379),
    isTls: url.protocol === 'rediss:',
    ...(url.password !== '' && { login }),
    ...(database !== '' && { database }),
  };
}
