import type { RootContent } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';

const processor = unified().use(remarkGfm).use(remarkStringify, { bullet: '-', emphasis: '*', rule: '-' }).freeze();

/** Nodes as Markdown (CommonMark and GFM), without a line end after the last. */
export function markdownOf(nodes: readonly RootContent[]): string {
  return processor.stringify({ type: 'root', children: [...nodes] }).trimEnd();
}
