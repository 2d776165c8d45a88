const largest = 4_400_000;
const filledWith = (text: string): string => text.repeat(Math.floor(largest / text.length));
const many = (count: number, text: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => text(at)).join('');

const aliasBomb = (levels: number, width: number): string =>
  `a0: &a0 [x]\n${many(levels, (at) => `a${at + 1}: &a${at + 1} [${many(width, () => `*a${at},`)}]\n`)}`;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Bodies made to stall or kill a scanner, and what becomes of them: an answer or the code of the refusal. */
export const hostileBodies: readonly [name: string, body: Uint8Array, outcome: string][] = [
  ['null documents to the limit', bytes(filledWith('~\n---\n')), 'too_many_documents'],
  ['separators to the limit', bytes(filledWith('\n---\n')), 'invalid_manifest'],
  ['headers to the limit', bytes(filledWith('---\n')), 'invalid_manifest'],
  ['open lists to the limit', bytes(filledWith('[')), 'invalid_manifest'],
  ['open maps to the limit', bytes(filledWith('{"a":')), 'invalid_manifest'],
  ['a list 9,990 deep', bytes('['.repeat(9990) + ']'.repeat(9990)), 'answered'],
  ['a map 9,990 deep', bytes(`${'{"a":'.repeat(9990)}1${'}'.repeat(9990)}`), 'answered'],
  ['a name 9,000 deep', bytes(`{"kind":"Pod","metadata":{"name":${'['.repeat(9000)}${']'.repeat(9000)}}}`), 'answered'],
  ['a key 100,000 times', bytes(`{${many(100_000, () => '"a":1,')}"b":1}`), 'answered'],
  [
    '100,000 unknown keys',
    bytes(`{"kind":"Pod","apiVersion":"v1"${many(100_000, (at) => `,"k${at}":1`)}}`),
    'answered',
  ],
  ['100,000 times __proto__', bytes(`{${many(100_000, () => '"__proto__":{},')}"kind":"Pod"}`), 'answered'],
  ['JSON that never ends', bytes(`[${filledWith('1,')}`), 'invalid_manifest'],
  ['one text of 4 MB', bytes(`{"kind":"${filledWith('x')}"}`), 'answered'],
  ['nine levels of nine aliases', bytes(aliasBomb(9, 9)), 'invalid_manifest'],
  ['thirty levels of two aliases', bytes(aliasBomb(30, 2)), 'invalid_manifest'],
  [
    '100,000 aliases of one long text',
    bytes(`a: &a "${'x'.repeat(100_000)}"\nb: [${'*a,'.repeat(100_000)}]\n`),
    'answered',
  ],
  [
    'a name of 1,000 aliases',
    bytes(`b: &b "${'x'.repeat(1e6)}"\nkind: Pod\nmetadata: {name: [${'*b,'.repeat(1000)}]}`),
    'answer_too_large',
  ],
  ['doubtful aliases', bytes(`b: &b "\\x7f${'x'.repeat(1e6)}"\nc: [${'*b,'.repeat(1000)}]`), 'body_too_large'],
  ['escapes to the limit', bytes(`a: "${filledWith('\\x7f')}"`), 'answered'],
  ['NUL bytes', new Uint8Array(largest), 'invalid_manifest'],
  ['bytes that are no UTF-8', new Uint8Array(largest).fill(0xff), 'invalid_manifest'],
  [
    '300,000 wrong containers',
    bytes(`apiVersion: v1\nkind: Pod\nspec:\n  containers:\n${'  - 5\n'.repeat(300_000)}`),
    'answer_too_large',
  ],
  [
    '100,000 containers',
    bytes(`{"apiVersion":"v1","kind":"Pod","spec":{"containers":[${many(100_000, () => '{"name":"a"},')}null]}}`),
    'answered',
  ],
  ['a template without end', bytes(filledWith('{{ .x }}\n')), 'invalid_manifest'],
  ['1,000 documents', bytes('apiVersion: v1\nkind: Pod\nspec: {containers: []}\n---\n'.repeat(1000)), 'answered'],
];
