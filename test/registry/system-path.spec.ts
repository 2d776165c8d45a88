import { describe, expect, it } from 'vitest';
import { isSystemPath } from '../../functions/registry/layers/system-path.ts';

describe('paths that tell of an operating system', () => {
  it.each([
    'etc/os-release',
    './etc/os-release',
    '/usr/lib/os-release',
    'etc/redhat-release',
    'etc/debian_version',
    'var/lib/dpkg/status',
    'var/lib/dpkg/status.d/base-files',
    'lib/apk/db/installed',
    'usr/lib/apk/db/installed',
    'var/lib/rpm/rpmdb.sqlite',
    'usr/lib/sysimage/rpm/Packages.db',
    'usr/share/rpm',
    'var/lib/pacman/local/',
    'var/lib/rpmmanifest/container-manifest-2',
    'nix/store/abc-glibc-2.39/lib/libc.so.6',
    'lib/x86_64-linux-gnu/libc.so.6',
    'usr/lib64/ld-linux-x86-64.so.2',
    'lib/ld-musl-x86_64.so.1',
    'lib/libc.musl-x86_64.so.1',
    'lib/i386-linux-gnu/libc-2.31.so',
    'bin/sh',
    'usr/bin/bash',
    'bin/busybox',
  ])('system path: %s is one', (path) => expect(isSystemPath(path)).toBe(true));

  it.each([
    'server',
    'etc/passwd',
    'etc/group',
    'etc/nsswitch.conf',
    'etc/ssl/certs/ca-certificates.crt',
    'usr/share/zoneinfo/UTC',
    'app/node_modules/lodash/package.json',
    'home/app/etc/os-release',
    'go/bin/sh-server',
    'app/lib/libcurl.so.4',
    'tmp/',
  ])('system path: %s is none', (path) => expect(isSystemPath(path)).toBe(false));
});
