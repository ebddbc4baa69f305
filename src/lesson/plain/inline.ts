import type { PhrasingContent } from 'mdast';
import { withoutForbidden } from '../source-text.ts';
import type { PlainStyle, Sgr, Span } from './style.ts';
import { textOf } from './wrap.ts';

/** Inline Markdown as runs of text. Where there is no colour, code keeps its backticks; a link shows where it leads. */
export function spansOf(nodes: readonly PhrasingContent[], style: PlainStyle, sgr: readonly Sgr[] = []): Span[] {
  return nodes.flatMap((node): Span[] => {
    switch (node.type) {
      case 'text':
        return [{ text: clean(node.value), sgr }];
      case 'inlineCode':
        return style.colour
          ? [{ text: clean(node.value), sgr: [...sgr, '36'] }]
          : [{ text: `\`${clean(node.value)}\``, sgr }];
      case 'strong':
        return spansOf(node.children, style, [...sgr, '1']);
      case 'emphasis':
        return spansOf(node.children, style, [...sgr, '3']);
      case 'delete':
        return spansOf(node.children, style, [...sgr, '9']);
      case 'link': {
        const spans = spansOf(node.children, style, sgr);
        const url = clean(node.url);
        const text = textOf(spans);
        if (style.links === true && isClickable(url))
          return spans.map((span) => ({ ...span, sgr: [...span.sgr, '4'], link: url }));
        return url === '' || url.startsWith('#') || text === url || `mailto:${text}` === url
          ? spans
          : [...spans, { text: ` (${url})`, sgr: [...sgr, '2'] }];
      }
      case 'image':
        return [{ text: style.words.lesson.image({ text: clean(node.alt ?? node.url) }), sgr }];
      case 'break':
        return [{ text: '\n', sgr }];
      case 'footnoteReference':
        return [{ text: `[${clean(node.label ?? node.identifier)}]`, sgr }];
      case 'html':
        return [];
      default:
        return 'children' in node ? spansOf(node.children, style, sgr) : [];
    }
  });
}

/** An address that a browser opens, with no character that could end the sequence it is written in. */
function isClickable(url: string): boolean {
  return /^https?:\/\/[!-~]+$/.test(url);
}

/** A soft line break is a blank, but none between two wide characters: Chinese has no blanks between words. */
function clean(text: string): string {
  return withoutForbidden(text)
    .replace(
      /(\p{Script=Han}|[\u3000-\u303f\uff00-\uffef])[ \t]*\n[ \t]*(?=\p{Script=Han}|[\u3000-\u303f\uff00-\uffef])/gu,
      '$1',
    )
    .replace(/[ \t]*\n[ \t]*/g, ' ')
    .replaceAll('\t', ' ');
}
