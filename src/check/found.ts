/** What was found for one need: the value, or why it could not be asked. `missing`: the thing itself is not there. */
export type Found<T> =
  | { readonly state: 'found'; readonly value: T }
  | { readonly state: 'missing' }
  | { readonly state: 'error'; readonly message: string };
