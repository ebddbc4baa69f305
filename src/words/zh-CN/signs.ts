import type { Words } from '../index.ts';

/** As Chinese sets them: full width, lists by the enumeration comma. */
export const signs: Words['signs'] = {
  heading: ({ text }) => `${text}：`,
  aside: ({ text }) => `（${text}）`,
  list: ({ names }) => names.join('、'),
};
