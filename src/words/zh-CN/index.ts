import type { Words } from '../index.ts';
import { en } from '../en/index.ts';

/** Simplified Chinese. An area that is not translated yet speaks English; one that is has every text, or does not compile. */
export const zhCN: Words = { ...en };
