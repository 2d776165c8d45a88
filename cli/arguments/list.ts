import { UsageError } from './usage-error.ts';

const malformed = (text: string, at: number, problem: string): UsageError => {
  const column = new TextEncoder().encode(text.slice(0, at)).length + 1;
  return new UsageError(`parse error on line 1, column ${column}: ${problem}`);
};

/** Reads a quoted field that begins at `at`; `""` in it is one quote. */
const readQuoted = (text: string, at: number): { field: string; end: number } => {
  let field = '';
  for (let from = at + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw malformed(text, text.length, 'extraneous or missing " in quoted-field');
    field += text.slice(from, quote);
    const next = text[quote + 1];
    if (next === undefined || next === ',' || next === '\n') return { field, end: quote + 1 };
    if (next !== '"') throw malformed(text, quote, 'extraneous or missing " in quoted-field');
    field += '"';
    from = quote + 2;
  }
};

/** The values of a list: one line of comma separated values, which quotes may enclose. */
export const parseList = (text: string): string[] => {
  if (text === '') return [];
  const fields: string[] = [];
  for (let at = 0; ; at++) {
    if (text[at] === '"') {
      const { field, end } = readQuoted(text, at);
      fields.push(field);
      at = end;
    } else {
      const field = /^[^,\n]*/.exec(text.slice(at))![0];
      if (field.includes('"')) throw malformed(text, at + field.indexOf('"'), 'bare " in non-quoted-field');
      fields.push(field);
      at += field.length;
    }
    if (text[at] !== ',') return fields;
  }
};
