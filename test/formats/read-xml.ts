/** An element of a document that `readXml` took apart. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

const references: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const decode = (raw: string): string => {
  if (/[<\t\n\r]/.test(raw.replace(/^\s+$/, '')) || /&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(raw)) {
    throw new Error(`not escaped: ${JSON.stringify(raw)}`);
  }
  return raw.replace(/&(#?\w+);/g, (_, name: string) =>
    name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : references[name]!,
  );
};

/** A strict reader of the XML that JUnit reports use; throws for text that an XML 1.0 parser refuses. */
export const readXml = (source: string): XmlElement => {
  if (!source.isWellFormed() || /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(source)) {
    throw new Error('a character that XML does not allow');
  }
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const body = source.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, '');
  for (const [, text = '', close, name = '', list = '', empty] of body.matchAll(
    /([^<]*)<(\/?)(\w+)((?: \w+="[^"<]*")*)(\/?)>/gy,
  )) {
    const parent = open.at(-1)!;
    parent.text += decode(text);
    if (close) {
      if (open.pop()?.name !== name) throw new Error(`unexpected end of ${name}`);
      continue;
    }
    const attributes = [...list.matchAll(/(\w+)="([^"]*)"/g)].map((pair) => [pair[1]!, decode(pair[2]!)]);
    const element = { name, attributes: Object.fromEntries(attributes), children: [], text: '' };
    parent.children.push(element);
    if (!empty) open.push(element);
  }
  const [only, ...others] = root.children;
  if (!only || others.length > 0 || open.length > 1) throw new Error('not one whole element');
  if (!source.endsWith(`${only.children.length > 0 ? `</${only.name}` : '/'}>\n`))
    throw new Error('text after the end');
  return only;
};
