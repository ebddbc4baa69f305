import type { Lesson, Step } from '../../lesson/types.ts';
import type { Words } from '../../words/index.ts';
import { word } from '../bash/quote.ts';
import { hasLan, lanScript, node01Program } from './lan.ts';

/** A lesson's tool, and Debian's package that holds it. */
export interface NeededTool {
  readonly tool: string;
  readonly package: string;
}

/** Where a setup leaves what the lessons before left in their shell: variables, and the directory it is in. */
export const shellFile = '/root/.netns-course-shell';

/** A machine on which an Engine runs forwards, and lets nothing through but that Engine's own; a lab without one is as it was made. */
const withoutEngine = ['iptables -P FORWARD ACCEPT', 'sysctl -qw net.ipv4.ip_forward=0'];

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
    ...(lesson.requires.includes('docker') ? [] : withoutEngine),
    ...modules.map((name) => `modprobe ${word(name)} 2> /dev/null`),
    ...(hasLan(lesson) ? [lanScript(words)] : []),
    ...(earlier.length === 0 ? [] : ['set -a']),
    ...earlier.flatMap((step) => [
      `# ${step.id}`,
      ...(step.setup === '' ? [] : [`bash -eu -c ${word(step.setup)}`]),
      ...step.commands.map(({ node, text }) =>
        node === 'controlplane' ? text : `${node01Program} bash -c ${word(text)}`,
      ),
    ]),
    ...(earlier.length === 0 ? [] : [`{ export -p; printf 'cd %q\\n' "$PWD"; } > ${shellFile}`]),
    `echo ${word(words.share.ready)}`,
  ];
  return `${lines.join('\n')}\n`;
}
