import type { Lesson, Step } from '../../lesson/types.ts';
import type { Words } from '../../words/index.ts';
import { word } from '../bash/quote.ts';

/** A lesson's tool, and Debian's package that holds it. */
export interface NeededTool {
  readonly tool: string;
  readonly package: string;
}

/**
 * What a scenario runs in the learner's terminal at its beginning: it installs the tools that the machine lacks and, where the
 * lesson starts after others, types what those leave behind.
 *
 * @param earlier steps whose commands make the machine as the lesson finds it; those that only look left out
 */
export function setupScript(
  lesson: Lesson,
  needed: readonly NeededTool[],
  earlier: readonly Step[],
  words: Words,
): string {
  const modules = lesson.requires.flatMap((name) => (name.startsWith('kernel:') ? [name.slice('kernel:'.length)] : []));
  const lines = [
    '#!/bin/bash',
    `# ${words.share.setupHead({ lesson: lesson.id })}`,
    'packages=()',
    'need() { command -v "$1" > /dev/null || packages+=("$2"); }',
    ...needed.map(({ tool, package: name }) =>
      tool === 'cni' ? `[ -x /usr/lib/cni/bridge ] || packages+=(${word(name)})` : `need ${word(tool)} ${word(name)}`,
    ),
    'if [ ${#packages[@]} -gt 0 ]; then',
    '  apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${packages[@]}"',
    'fi',
    ...(needed.some(({ tool }) => tool === 'cni')
      ? ['mkdir -p /opt/cni/bin && ln -sf /usr/lib/cni/* /opt/cni/bin/']
      : []),
    ...modules.map((name) => `modprobe ${word(name)} 2> /dev/null`),
    ...earlier.flatMap((step) => [
      `# ${step.id}`,
      ...(step.setup === '' ? [] : [`bash -eu -c ${word(step.setup)}`]),
      ...step.commands.map(({ text }) => text),
    ]),
    `echo ${word(words.share.ready)}`,
  ];
  return `${lines.join('\n')}\n`;
}
