/** What `import` says and writes. */
export const incoming = {
  command: {
    brief: 'Make a lesson of a Killercoda or Katacoda scenario',
    full: `Reads the scenario's index.json and the files that it names, and writes NN-ID/lesson.md with the next free number: what
can be clicked becomes commands, verify scripts become checks, folded hints become hints. What could not be carried over is
listed, then what lint says of the result. A step without a check gets one that fails and is marked TODO. Nothing of the scenario
runs; when the lesson is played, its scripts run in a lab: read them first.

Examples:
  netns-course import scenarios/docker-basics --course my-course
  netns-course import scenarios/docker-basics --id docker --course my-course`,
    scenario: 'The directory with the index.json',
    id: 'The lesson’s id (made of the directory’s name otherwise)',
  },
  problems: {
    index: ({ path, detail }: { path: string; detail: string }) => `${path}/index.json cannot be read: ${detail}`,
    'not-a-scenario': ({ path, detail }: { path: string; detail: string }) =>
      `${path}/index.json is no scenario’s: ${detail}`,
    'too-many-steps': ({ path, detail }: { path: string; detail: string }) => `${path} has more than ${detail} steps.`,
  },
  cluster: ({ image }: { image: string }) =>
    `The scenario runs on ${image}: a lab has no Kubernetes, so there is no lesson in it.`,
  noSteps: ({ path }: { path: string }) => `${path} has no steps.`,
  written: ({ file }: { file: string }) => `Written: ${file}`,
  leftOut: 'Not carried over, or to be looked at:',
  mistakes: 'What lint says of it:',
  next: ({ id, course }: { id: string; course: string }) => `Next:
  netns-course lint --course ${course}
  netns-course verify ${id} --course ${course}`,
  todo: {
    comment: 'say what must be true after this step (docs/checks.md lists the checks), then take this one out.',
    message: 'this step has no check yet',
  },
  verifyHead: {
    exit: 'The scenario’s verify script: exit 0 passes, anything else fails.',
    done: 'The scenario’s verify script: it passes where its last line is "done".',
  },
  notes: {
    assets: 'what the scenario puts on a machine, but no short text, or on another one; write it in a bash setup fence',
    foreground: 'what ran in the learner’s terminal now runs unseen, as setup',
    host: 'another terminal or machine is meant; the lesson types it on the host',
    html: 'HTML, of which the text is left',
    image: 'a picture of the scenario’s own; copy the file and mend the path',
    internet: 'asks the internet, which a lab does not have',
    key: 'a key of index.json that a lesson has no place for',
    layout: 'the layout of the terminals',
    marker: 'an action that is not known',
    merged: 'nothing is typed in it; its text stands before the next step’s',
    'missing-file': 'a file that index.json names is not there, is too large, or lies outside',
    'no-check': 'no verify script; its check is marked TODO',
    'port-link': 'a link to a port of the machine',
    setup: 'setup runs again whenever the step begins: see that it can',
    subdomain: 'a link to a port of the machine',
    'too-many-hints': 'more than three hints; the first three are kept',
    unfinished: 'a command that never ends; it is left out',
    verify: 'a verify script of a step in which nothing is typed; left out',
  },
};
