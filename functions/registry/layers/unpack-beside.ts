import type { Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { firstEvent } from '../transfers/first-event.ts';

/** Unpacks a blob beside its transfer; what it finds wrong is for the caller to tell, the transfer goes on. */
export interface UnpackBeside {
  /** A promise is open while unpacking lags behind. */
  write(chunk: Buffer): Promise<void> | undefined;
  /** what is written is still read */
  isOpen(): boolean;
  /** Resolves when everything written was unpacked: whether that was the whole of it. */
  end(): Promise<boolean>;
  stop(): void;
}

const chunkSize = 256 * 1024;
export const gunzip = (): Transform => createGunzip({ chunkSize });
export const unzstd = (): Transform => createZstdDecompress({ chunkSize });

export function unpackBeside(
  unpacker: Transform,
  onChunk: (chunk: Buffer) => void,
  onError: (error: Error) => void = () => {},
): UnpackBeside {
  unpacker.on('data', onChunk);
  unpacker.on('error', onError);
  return {
    write: (chunk) =>
      unpacker.destroyed || unpacker.write(chunk) ? undefined : firstEvent(unpacker, ['drain', 'close']),
    isOpen: () => !unpacker.destroyed,
    async end() {
      if (!unpacker.destroyed) unpacker.end();
      if (!unpacker.destroyed && !unpacker.readableEnded) await firstEvent(unpacker, ['end', 'close']);
      return unpacker.readableEnded;
    },
    stop: () => void unpacker.destroy(),
  };
}
