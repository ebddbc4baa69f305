import { kinds } from './check-kinds.ts';
import { output } from './check-output.ts';

/** What is wrong with a check an author wrote, by the code that `problemText` looks up. */
const problems = {
  'bad-address': 'not an IP address',
  'bad-prefix': 'not an IP prefix such as 10.0.0.0/24',
  'bad-netns': 'not a name of a network namespace: 1 to 255 characters, no slash, not beginning with a dash or a dot',
  'bad-link': 'not an interface name: 1 to 15 characters, no slash or blank (ip-link(8))',
  'bad-mac': 'not a MAC address such as 02:00:00:00:00:01',
  'bad-pattern': 'not a regular expression of the linear-time subset (no back-references, no look-around)',
  'bad-url': 'not an http:// or https:// address',
  'bad-path': 'not an absolute path',
  'bad-hash': 'not SALT:SHA256 with 64 hexadecimal digits',
  'bad-sysctl': 'not a key such as net.ipv4.ip_forward',
  'one-family': 'name exactly one of: ping, link, address, route, neighbour, netns, http, command',
  'command-needs-more': '`command` alone proves nothing: add `contains`, `lacks`, `matches` or `exit`',
  'ping-takes-no-text':
    'a `ping` is judged by its replies: `contains`, `lacks`, `matches` and `exit` do not go with it',
  'only-with-ping': '`replies` and `answered` go with `ping` only',
  'only-with-route': '`via` and `dev` go with `route` only',
  'from-or-in': '`from` and `in` mean the same here: give one',
  'replies-unanswered': '`replies` contradicts `answered: false`',
  'peer-absent': 'only `name`, `in` and `on` go with `absent`',
  'one-forward': 'give either `policy` or `accepts`',
  'one-nat': 'give either `masquerade` or `dnat`',
  'out-with-masquerade': '`out` goes with `masquerade` only',
  'equals-or-matches': 'give either `equals` or `matches`',
  'nothing-asked': 'this says nothing about the thing: give at least one key more',
  'netns-needs-net': 'a named network namespace has only a `net` type',
  'only-with-add': '`address`, `gateway` and `route` go with `command: ADD` only',
  'path-is-a-result': 'a file holds a result of ADD: `container`, `ifname` and `error` do not go with `path`',
  'link-needed': 'this question is about a link: give `link`',
} as const;

/** Words of check. */
export const check = {
  problems: { ...problems } as Readonly<Record<keyof typeof problems, string>>,
  kinds,
  output,
  transcript: {
    unreadable: ({ file, reason }: { file: string; reason: string }) => `${file} could not be read: ${reason}`,
    tooLarge: ({ file, megabytes }: { file: string; megabytes: number }) =>
      `${file} is larger than ${megabytes} MiB: give the part in which the step was done`,
    needsStep: ({ target }: { target: string }) => `${target} is a lesson: name one of its steps, LESSON/STEP`,
    noOutputChecks: ({ step }: { step: string }) =>
      `The step ${step} has no check that reads the terminal: only the lab itself can tell whether it is done`,
    noCommands: ({ file }: { file: string }) =>
      `No command was found in ${file}: it needs the prompts and the commands, not only their output`,
    line: ({ state, title }: { state: 'pass' | 'fail' | 'error' | 'skipped'; title: string }) =>
      `${{ pass: '✓', fail: '✗', error: '!', skipped: '·' }[state]} ${title}`,
    found: ({ text }: { text: string }) => `    found: ${text}`,
    message: ({ text }: { text: string }) => `    ${text}`,
    summary: ({ step, passed, of }: { step: string; passed: number; of: number }) =>
      `${step}: ${passed} of ${of} output checks pass${passed === of ? '' : ' (judged by this text alone)'}`,
  },
};
