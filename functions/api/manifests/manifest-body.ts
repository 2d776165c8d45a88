import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { bodyBytes } from '../call.ts';

const filePrefix = [0x66, 0x69, 0x6c, 0x65, 0x3d];

/** The body without the `file=` of `curl -d file=…`, which kubesec cuts off once, at the very start only. */
export function manifestBody(event: APIGatewayProxyEventV2): Uint8Array {
  const bytes = bodyBytes(event);
  const isForm = filePrefix.every((byte, i) => bytes[i] === byte);
  return isForm ? bytes.subarray(filePrefix.length) : bytes;
}
