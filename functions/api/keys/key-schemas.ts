import * as z from 'zod/mini';
import { allScopes } from '../../access/principal.ts';

const text = z.string({ error: 'expected a text' });
const seconds = z.number({ error: 'expected seconds' });
const scope = z.enum(allScopes, { error: `expected one of ${allScopes.join(', ')}` });
const time = z.iso.datetime();

/** The body of `POST /keys`; `lifetime` in seconds. */
export const keyCreation = z.strictObject({
  name: text,
  scopes: z.array(scope, { error: 'expected a list of scopes' }),
  lifetime: z.optional(seconds),
  tenant: z.optional(text),
});

/** The body of `POST /keys/{id}/rotate`; `overlap` in seconds. */
export const keyRotation = z.strictObject({ overlap: z.optional(seconds), tenant: z.optional(text) });

/** An API key, never its secret. */
export const keyDocument = z.strictObject({
  id: text,
  tenant: text,
  name: text,
  scopes: z.array(scope),
  createdBy: text,
  created: time,
  expires: z.exactOptional(time),
  lastUsed: z.exactOptional(time),
});

/** With the key itself, shown this once. */
export const issuedKeyDocument = z.strictObject({ ...keyDocument.shape, key: text });

export const keyList = z.strictObject({ items: z.array(keyDocument) });
