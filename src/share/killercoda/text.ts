import type { RootContent } from 'mdast';
import { readAlert } from '../../lesson/alerts.ts';
import type { Block, Command, Step } from '../../lesson/types.ts';
import type { Words } from '../../words/index.ts';
import { markdownOf } from '../markdown.ts';

/** What a scenario shows of a step or of a lesson's beginning, in Killercoda's Markdown. */
export function blocksText(blocks: readonly Block[], words: Words): string {
  return blocks.map((block) => blockText(block, words)).join('\n\n');
}

function blockText(block: Block, words: Words): string {
  if (block.type === 'console') return consoleText(block.commands, words);
  if (block.type === 'topology') return fenced(block.node.value, 'text');
  return proseText([block.node], words);
}

/** GitHub's alerts are quotes here, which begin with their name. */
function proseText(nodes: readonly RootContent[], words: Words): string {
  return nodes
    .map((node) => {
      const alert = node.type === 'blockquote' ? readAlert(node) : undefined;
      if (alert?.name === undefined) return markdownOf([node]);
      const quoted = `**${words.lesson.alerts[alert.name]}**\n\n${markdownOf(alert.content)}`;
      return quoted.replaceAll(/^/gm, '> ').replaceAll(/^> $/gm, '>');
    })
    .join('\n\n');
}

/** Whether a command is one of the course's own shell (`course explain …`), which is nowhere else. */
export const isCourseCommand = ({ text }: Command): boolean => /(?:^|[;&|]\s*)course\s/.test(text);

/** A click types a command: the marker stands on the closing fence, as nowhere else in Markdown. */
function consoleText(commands: readonly Command[], words: Words): string {
  return commands
    .flatMap((command, index) => {
      const action = commands[index - 1]?.interrupt === true ? '{{exec interrupt}}' : '{{exec}}';
      const isLast = index === commands.length - 1;
      return [
        fenced(command.text, 'bash', isCourseCommand(command) ? '' : action),
        ...(command.sample.length === 0 ? [] : [fenced(command.sample.join('\n'), 'text')]),
        ...(command.interrupt && isLast ? [words.share.pressInterrupt] : []),
      ];
    })
    .join('\n\n');
}

function fenced(text: string, language: string, action = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}${action}`;
}

function details(summary: string, text: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${text}\n\n</details>`;
}

/**
 * A step: what it says and what is typed (`shows`), or its goal with the commands folded away (`folds`), or its goal alone
 * (`hides`: a checkpoint); then its hints, and what it comes to.
 */
export function stepText(
  step: Step,
  { commands, hints }: { readonly commands: 'shows' | 'folds' | 'hides'; readonly hints: boolean },
  words: Words,
): string {
  const say = words.share;
  const shown = commands === 'shows' ? step.blocks : step.blocks.filter(({ type }) => type !== 'console');
  const folded = commands === 'folds' ? step.blocks.filter(({ type }) => type === 'console') : [];
  return [
    blocksText(shown, words),
    ...(hints ? step.hints.map((hint, index) => details(say.hint({ number: index + 1 }), proseText(hint, words))) : []),
    ...(folded.length === 0 ? [] : [details(say.solution, blocksText(folded, words))]),
    ...(step.debrief.length === 0 ? [] : [details(say.debrief, proseText(step.debrief, words))]),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
