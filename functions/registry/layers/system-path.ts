// What says which system it is, where systems keep their packages, their C library, and shells, which no package of a language brings.
const markers: readonly RegExp[] = [
  /^(etc|usr\/lib)\/[^/]*(-release|_version)$/,
  /^(usr\/)?(lib|share|var\/lib|lib\/sysimage)\/(apk|dpkg|rpm|pacman|opkg)(\/|$)/,
  /^var\/(lib\/rpmmanifest|db\/pkg)(\/|$)/,
  /^(nix|gnu)\/store(\/|$)/,
  /^(usr\/)?lib[a-z0-9]*\/([^/]+\/)?(ld-linux[^/]*|ld-musl-[^/]*|ld64[^/]*|libc\.(so|musl)[^/]*|libc-[^/]*\.so)$/,
  /^(usr\/)?s?bin\/(ba|da|a|z|k)?sh$|^(usr\/)?s?bin\/(busybox|toybox)$/,
];

/** Whether a file of a layer tells that the image holds more of an operating system than programs that need none. */
export function isSystemPath(path: string): boolean {
  const name = path.replace(/^(\.?\/)+/, '');
  return markers.some((marker) => marker.test(name));
}
