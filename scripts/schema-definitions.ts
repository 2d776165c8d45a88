/** A node of Kubernetes' `_definitions.json` in the strict form that openapi2jsonschema writes. */
export interface Definition {
  $ref?: string;
  type?: string | string[];
  enum?: string[];
  items?: Definition;
  properties?: Record<string, Definition>;
  additionalProperties?: boolean | Definition;
  required?: string[];
  oneOf?: Definition[];
}

export type Definitions = Record<string, Definition>;

export const targetOf = ({ $ref }: Definition): string | undefined => $ref?.slice($ref.lastIndexOf('/') + 1);

/** `io.k8s.api.apps.v1.Deployment` is published as `deployment-apps-v1`, `io.k8s.api.core.v1.Pod` as `pod-v1`. */
export function fileNameParts(title: string): { kind: string; suffix: string } {
  const [kind, version, group] = title.toLowerCase().split('.').reverse() as [string, string, string];
  return { kind, suffix: group === 'core' || group === 'api' ? version : `${group}-${version}` };
}

/** openapi2jsonschema leaves these out of its stand-alone files by name. */
const leftOut = /\.JSONSchemaPropsOr(Array|Bool|StringArray)$/;

/** The definitions that have a stand-alone file: with every reference replaced, recursive ones have no end. */
export function standalone(definitions: Definitions): string[] {
  const finite = new Set<string>();
  const ends = (node: Definition): boolean => {
    const target = targetOf(node);
    if (target !== undefined) return finite.has(target);
    const { items, additionalProperties, properties = {} } = node;
    const parts = [items, additionalProperties, ...Object.values(properties)];
    return parts.every((part) => typeof part !== 'object' || ends(part));
  };
  for (let before = -1; finite.size !== before; ) {
    before = finite.size;
    for (const [title, definition] of Object.entries(definitions)) if (ends(definition)) finite.add(title);
  }
  return [...finite].filter((title) => !leftOut.test(title)).sort();
}
