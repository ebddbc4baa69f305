import { html, type Html } from '../../grade/export/html-text.ts';
import type { Block, Command, Step } from '../../lesson/types.ts';
import { commandsOf } from '../shown.ts';
import type { Words } from '../../words/index.ts';
import { listingHtml, proseHtml } from './prose.ts';

/** What a step or a lesson's beginning shows. */
export function blocksHtml(blocks: readonly Block[], words: Words): Html {
  return {
    markup: blocks
      .map((block) => {
        if (block.type === 'console') return consoleHtml(block.commands);
        return block.type === 'topology' ? listingHtml(block.node.value) : proseHtml([block.node], words);
      })
      .map(({ markup }) => markup)
      .join('\n'),
  };
}

/** Commands with their prompts, which a selection leaves out, and what they print. */
function consoleHtml(commands: readonly Command[]): Html {
  const lines = commands.map(({ node, text, interrupt, sample }) => {
    const prompt = html`<span class="prompt">${node === 'controlplane' ? '$ ' : `${node} $ `}</span>`;
    const output = [...(interrupt ? ['^C'] : []), ...sample].join('\n');
    const typed = html`${prompt}<kbd>${text}</kbd>`.markup;
    return output === '' ? typed : `${typed}\n${html`<samp>${output}</samp>`.markup}`;
  });
  return { markup: `<pre class="console">${lines.join('\n')}</pre>` };
}

/** Something folded away. */
export const folded = (summary: string, content: Html): Html =>
  html`<details>
    <summary>${summary}</summary>
    ${content}
  </details>`;

/** A step's hints, its solution where that is not shown, and what it comes to. */
export function afterwards(step: Step, lesson: Parameters<typeof commandsOf>[0], words: Words): readonly Html[] {
  const say = words.share;
  const solution = step.blocks.filter(({ type }) => type === 'console');
  const folds = commandsOf(lesson) === 'folds' && solution.length > 0;
  const hints = lesson.checkpoint?.hints === 'off' ? [] : step.hints;
  return [
    ...hints.map((hint, index) => folded(say.hint({ number: index + 1 }), proseHtml(hint, words))),
    ...(folds ? [folded(say.solution, blocksHtml(solution, words))] : []),
    ...(step.debrief.length === 0
      ? []
      : [
          html`<aside>
            <p><strong>${say.debrief}</strong></p>
            ${proseHtml(step.debrief, words)}
          </aside>`,
        ]),
  ];
}
