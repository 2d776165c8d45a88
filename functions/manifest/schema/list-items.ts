import type { Value, ValueMap } from '../value.ts';

/** The items of a List as Go decodes them: `items` in any case, in the order of the spellings, null empties the list. */
export function listItems(list: ValueMap): readonly Value[] {
  const keys = Object.keys(list).filter((key) => key.length === 5 && /^items$/iu.test(key));
  let items: readonly Value[] = [];
  for (const key of keys.sort()) {
    const value = list[key]!;
    if (Array.isArray(value)) items = value;
    else if (value === null) items = [];
  }
  return items;
}
