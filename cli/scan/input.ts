/** Something to scan, under the name that reports give it. */
export type Input =
  | { readonly name: string; readonly path: string }
  | { readonly name: 'STDIN'; readonly path: undefined };
