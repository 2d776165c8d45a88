import { CommandError } from '../command.ts';

const texts: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
  ENOTDIR: 'not a directory',
  ELOOP: 'too many levels of symbolic links',
  ENAMETOOLONG: 'file name too long',
};

/** A failure of the file system in the words of Go's os package: `open /x: no such file or directory`. */
export const fileError = (error: unknown, path: string): CommandError => {
  const { code = '', syscall = 'open', message } = error as NodeJS.ErrnoException;
  const action = syscall === 'read' || syscall === 'write' ? syscall : 'open';
  return new CommandError(`${action} ${path}: ${texts[code] ?? message}`, { cause: error });
};
