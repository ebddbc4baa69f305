import { toString } from 'mdast-util-to-string';
import type { Check } from '../../check/types.ts';
import type { Command, Lesson, Step } from '../../lesson/types.ts';
import type { Words } from '../../words/index.ts';
import type { Reason } from '../bash/condition.ts';
import { toolsOf, verifyScript } from '../bash/verify-script.ts';
import { writeChecks } from '../bash/writers.ts';
import { commandsOf } from '../shown.ts';
import { hasLan, inOneShell } from './lan.ts';
import { setupScript, shellFile, type NeededTool } from './setup.ts';
import { blocksText, isCourseCommand, stepText } from './text.ts';

/** One step of a scenario, and what of it could not be carried over. */
export interface ScenarioStep {
  readonly step: Step;
  readonly text: string;
  /** `verify.sh`; absent where no check can be put in bash. */
  readonly verify?: string;
  readonly setup?: string;
  readonly left: readonly { readonly check: Check; readonly reason: Reason }[];
  /** Commands that only the course's own shell has. */
  readonly ownCommands: readonly string[];
}

/** A lesson as a Killercoda scenario: a folder of its own. */
export interface Scenario {
  /** As it is played there: on one machine. */
  readonly lesson: Lesson;
  readonly description: string;
  readonly intro: string;
  readonly setup: string;
  readonly steps: readonly ScenarioStep[];
}

/** What a scenario is made with. */
export interface ScenarioOptions {
  readonly words: Words;
  /** Debian's package for a tool. */
  readonly packageFor: (tool: string) => string | undefined;
  /** What the lab holds when the lesson begins, as steps. */
  readonly earlier: readonly Step[];
}

/** Puts a lesson in Killercoda's form. */
export function scenarioOf(original: Lesson, { words, packageFor, earlier }: ScenarioOptions): Scenario {
  const onOne = hasLan(original) ? original.steps.map(onOneMachine) : original.steps;
  const lesson = { ...original, steps: earlier.length === 0 ? onOne : onOne.map(takeUpShell) };
  const shows = { commands: commandsOf(lesson), hints: lesson.checkpoint?.hints !== 'off' };
  const steps = lesson.steps.map((step): ScenarioStep => {
    const { conditions, left } = writeChecks(step.checks);
    const verify = verifyScript(`${lesson.id}/${step.id}`, conditions, words);
    return {
      step,
      text: `# ${step.title}\n\n${stepText(step, shows, words)}\n`,
      ...(conditions.length === 0 ? {} : { verify }),
      ...(step.setup === '' ? {} : { setup: `#!/bin/bash\nset -eu\n${step.setup}\n` }),
      left,
      ownCommands: step.commands.filter(isCourseCommand).map((command) => command.text),
    };
  });
  const own = lesson.requires.filter((name) => !name.startsWith('kernel:'));
  const asked = steps.flatMap(({ verify = '' }) => toolsOf(verify));
  const needed = [...new Set([...own, ...asked])].flatMap((tool): readonly NeededTool[] => {
    const name = packageFor(tool);
    return name === undefined ? [] : [{ tool, package: name }];
  });
  return {
    lesson,
    description: descriptionOf(lesson),
    intro: [
      `# ${lesson.title}`,
      blocksText(lesson.intro, words),
      ...(hasLan(lesson) ? [words.share.lanIntro] : []),
      ...(earlier.length === 0 ? [] : [words.share.shellIntro({ command: `. ${shellFile}` })]),
      '',
    ]
      .join('\n\n')
      .replace(/\n+$/, '\n'),
    setup: setupScript(lesson, needed, earlier, words),
    steps,
  };
}

function onOneMachine(step: Step): Step {
  const blocks = step.blocks.map((block) =>
    block.type === 'console' ? { ...block, commands: inOneShell(block.commands) } : block,
  );
  return { ...step, blocks, commands: inOneShell(step.commands) };
}

/** The setup's shell is not the learner's: the first step begins with what it left. */
function takeUpShell(step: Step, index: number): Step {
  if (index > 0) return step;
  const { place } = step;
  const text = `. ${shellFile}`;
  const command: Command = { node: 'controlplane', text, look: false, interrupt: false, sample: [], place };
  return {
    ...step,
    blocks: [{ type: 'console', commands: [command] }, ...step.blocks],
    commands: [command, ...step.commands],
  };
}

/** The lesson's first paragraph, cut at a length that a list can show. */
function descriptionOf({ intro, title }: Lesson): string {
  const first = intro.find((block) => block.type === 'prose' && block.node.type === 'paragraph');
  const text = first?.type === 'prose' ? toString(first.node).replaceAll(/\s+/g, ' ') : title;
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
