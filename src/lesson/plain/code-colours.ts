import type { RootContent } from 'hast';
import c from 'highlight.js/lib/languages/c';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';
import { limits } from '../limits.ts';
import { shellSpans } from './shell-colours.ts';
import type { Sgr, Span } from './style.ts';

/**
 * Code of a fence in pieces that look one way, by the fence's language (its aliases too: `yml`, `toml`, `py`). A language that is not
 * known here, and a drawing, is one piece without a look. The pieces joined are the code again.
 *
 * Of the sixteen colours only those that can be read on a light and on a dark ground in a terminal's usual palettes are taken
 * (green, magenta, cyan: no yellow, white, black or bright one); nothing is said by them that the text does not say.
 */
export function codeSpans(code: string, language: string | null | undefined): Span[] {
  if (language === undefined || language === null || code.length > limits.colouredCode)
    return [{ text: code, sgr: [] }];
  if (/^(?:ba|da|k|z)?sh$/i.test(language)) return shellSpans(code);
  if (/^(?:console|shell|shellsession)$/i.test(language)) return consoleSpans(code);
  grammars ??= createLowlight({ c, diff, dockerfile, go, ini, json, python, yaml });
  if (!grammars.registered(language)) return [{ text: code, sgr: [] }];
  return spansOfTree(grammars.highlight(language, code).children, []);
}

/** Made when the first is needed. */
let grammars: ReturnType<typeof createLowlight> | undefined;

/** What was typed, told from what was printed by its prompt: `$ `, or `# ` as root is shown in many texts. */
function consoleSpans(code: string): Span[] {
  return code.split('\n').flatMap((line, index): Span[] => {
    const prompt = /^(?:[\w.@~:/-]* ?[$#]|>) /.exec(line)?.[0];
    return [
      ...(index === 0 ? [] : [{ text: '\n', sgr: [] }]),
      ...(prompt === undefined
        ? [{ text: line, sgr: ['2'] as const }]
        : [{ text: prompt, sgr: ['2'] as const }, ...shellSpans(line.slice(prompt.length))]),
    ];
  });
}

/** Looks by the classes of highlight.js; what is not here looks like any text. */
const looks: Readonly<Record<string, readonly Sgr[]>> = {
  'hljs-addition': ['32'],
  'hljs-attr': ['36'],
  'hljs-attribute': ['36'],
  'hljs-bullet': ['35'],
  'hljs-comment': ['2'],
  'hljs-deletion': ['31'],
  'hljs-keyword': ['35'],
  'hljs-literal': ['35'],
  'hljs-meta': ['2'],
  'hljs-number': ['35'],
  'hljs-section': ['1'],
  'hljs-string': ['32'],
  'hljs-title': ['1'],
  'hljs-variable': ['36'],
};

function spansOfTree(nodes: readonly RootContent[], outer: readonly Sgr[]): Span[] {
  return nodes.flatMap((node): Span[] => {
    if (node.type === 'text') return [{ text: node.value, sgr: outer }];
    if (node.type !== 'element') return [];
    const names = node.properties['className'];
    const known = Array.isArray(names) ? names.map((name) => looks[String(name)]).find(Boolean) : undefined;
    return spansOfTree(node.children, known ?? outer);
  });
}
