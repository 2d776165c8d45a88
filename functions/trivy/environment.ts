// Nobody listens there. Go sends nothing to loopback through a proxy, so that our own registry is still reached.
const tripwire = 'http://127.0.0.1:9';

/**
 * All that Trivy finds in its environment: built from nothing, so that no credential of this process gets in, and with a proxy that
 * ends every connection that would leave the machine. `cacheUrl` holds a secret: unlike arguments, an environment is seen by its owner alone.
 */
export function trivyEnvironment(directory: string, cacheUrl?: string): Record<string, string> {
  return {
    ...{ PATH: '/usr/bin:/bin', HOME: directory, TMPDIR: directory, HTTP_PROXY: tripwire, HTTPS_PROXY: tripwire },
    ...(cacheUrl !== undefined && { TRIVY_CACHE_BACKEND: cacheUrl }),
  };
}
