import { plural } from './plural.ts';
/** `, did you mean …?`, or nothing. */
function meant(word: string | undefined): string {
  return word === undefined ? '' : `; did you mean \`${word}\`?`;
}

/** A command as a message quotes it: one line, not too long. */
function line(command: string): string {
  const [first = '', ...others] = command.split('\n');
  const cut = first.length > 60 ? `${first.slice(0, 57)}...` : first;
  return others.length > 0 && cut === first ? `${cut} ...` : cut;
}

const unfinished = {
  quote: 'a quotation mark is not closed',
  backslash: 'it ends in a backslash',
  'here-document': 'its here-document has no end',
  operator: 'it ends in an operator',
};

const types: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'keys and values',
  record: 'keys and values',
  map: 'keys and values',
  null: 'nothing',
  other: 'something else',
};

const units: Readonly<Record<string, string>> = { string: ' characters long', array: ' entries long' };

/** Words about lessons: what `lint` says, and the names of alerts. */
export const lesson = {
  // the file
  notUtf8: ({ offset, byte }: { offset: number; byte: number }) =>
    `not UTF-8: byte 0x${byte.toString(16).padStart(2, '0')} at offset ${offset} cannot stand there`,
  emptyFile: () => 'the file is empty',
  tooLarge: ({ limit }: { limit: number }) => `larger than ${limit / 1024 / 1024} MiB, which no lesson needs`,
  lineTooLong: ({ limit }: { limit: number }) => `this line is longer than ${limit} characters`,
  sectionTooLong: ({ limit }: { limit: number }) =>
    `this section has more than ${limit / 1024} KiB of text: make it several steps`,
  yamlTooLong: ({ limit }: { limit: number }) => `more than ${limit / 1024} KiB of YAML`,
  yamlTooDeep: () => 'brackets nested too deeply',
  tooDeep: ({ limit }: { limit: number }) => `lists and quotations more than ${limit} deep`,
  tooManyDefinitions: ({ limit }: { limit: number }) => `more than ${limit} link definitions`,
  tooManySteps: ({ limit }: { limit: number }) => `more than ${limit} steps`,
  controlCharacter: ({ name }: { name: string }) =>
    `the character ${name} controls a terminal or the direction of text; write it in words`,
  more: ({ count }: { count: number }) => (count === 1 ? 'and one more mistake' : `and ${count} more mistakes`),
  unreadable: ({ detail }: { detail: string }) => `cannot be read: ${detail}`,
  notAFile: () => 'not an ordinary file',
  outsideCourse: () => 'a link that leads out of the course is not followed',

  // front matter and YAML
  missingFrontMatter: () => 'a lesson begins with front matter: `---`, `title:` and `minutes:`, `---`',
  unclosedFrontMatter: () => 'the front matter has no closing `---`',
  notYaml: ({ detail }: { detail: string }) => `not YAML: ${detail}`,
  yamlAlias: () => 'anchors and aliases are not used in lessons: write the value again',
  yamlTag: () => 'tags such as `!name` are not used in lessons',
  unknownKey: ({ key, similar }: { key: string; similar: string | undefined }) =>
    `there is no key \`${key}\` here${meant(similar)}`,
  missingKey: ({ key }: { key: string }) => `the key \`${key}\` is missing`,
  wrongType: ({ key, expected, received }: { key: string; expected: string; received: string }) =>
    `${key === '' ? 'this' : `\`${key}\``} wants ${expected}, not ${received}`,
  typeName: (name: string): string => types[name] ?? name,
  notOneOf: (given: { key: string; value: string; allowed: readonly string[]; similar: string | undefined }) =>
    `\`${given.key}\` is \`${given.value}\`, but wants one of ${given.allowed.map((value) => `\`${value}\``).join(', ')}${meant(given.similar)}`,
  tooSmall: ({ key, value, least, of }: { key: string; value: string; least: string; of: string }) =>
    value === '' || value === '[]'
      ? `\`${key}\` is empty`
      : `\`${key}\` is \`${value}\`; it must be at least ${least}${units[of] ?? ''}`,
  tooBig: ({ key, value, most, of }: { key: string; value: string; most: string; of: string }) =>
    `\`${key}\` is \`${value}\`; it must be at most ${most}${units[of] ?? ''}`,
  badFormat: () => 'not written in the form that this key wants',
  badValue: ({ key, value, reason }: { key: string; value: string; reason: string }) =>
    `\`${key}\` is \`${value}\`: ${reason}`,
  badVariableName: () => 'names of variables are small letters, digits, `-` and `_`, a letter first',
  badVariableValue: () => 'no name, address or number (letters, digits and `. _ : / @ % + = -`, at most 64)',
  badRequirement: () => 'not a tool (`ip`) or a kernel feature (`kernel:br_netfilter`)',
  unknownVariable: ({ name, similar }: { name: string; similar: string | undefined }) =>
    `there is no variable \`${name}\` in the front matter's \`vars\`${meant(similar)}`,
  unusedVariable: ({ name }: { name: string }) => `the variable \`${name}\` is not used anywhere`,

  // sections
  missingTitle: () => 'the lesson has no `# ` heading',
  secondTitle: () => 'a lesson has one `# ` heading; steps begin with `## `',
  noSteps: () => 'the lesson has no steps (`## ` headings)',
  missingId: () => 'this heading gives no id: write letters into it, or `<!-- step: ID -->` below it',
  badId: ({ id }: { id: string }) => `\`${id}\` is no id: small letters, digits and single dashes between them`,
  duplicateId: ({ id, line: where }: { id: string; line: number }) =>
    `the id \`${id}\` is used before, in line ${where}`,
  stepCommentMisplaced: () => '`<!-- step: ID -->` stands directly below the heading of its step',

  // fences and alerts
  unterminatedFence: () => 'nothing closes this fence',
  fenceSwallows: ({ line: where }: { line: number }) =>
    `nothing closes this fence before the next one begins, in line ${where}`,
  misspeltRole: ({ info, meant: role }: { info: string; meant: string }) =>
    `\`${info}\` means nothing; did you mean \`${role}\`?`,
  misspeltAlert: ({ word, meant: name }: { word: string; meant: string | undefined }) =>
    `\`[!${word}]\` is no alert: a line of its own with \`[!NOTE]\`, \`[!TIP]\`, \`[!IMPORTANT]\`, \`[!WARNING]\` or \`[!CAUTION]\`${meant(name === undefined ? undefined : `[!${name}]`)}`,
  fenceOutsideStep: ({ role }: { role: string }) => `\`${role}\` stands before the first step (\`## \`)`,
  fenceNested: ({ role }: { role: string }) =>
    `\`${role}\` inside a list or quotation is not seen: move it to the left`,
  alertOutsideStep: ({ name }: { name: string }) =>
    `\`[!${name}]\` before the first step belongs to none; \`[!NOTE]\` is prose`,
  emptyAlert: ({ name }: { name: string }) => `\`[!${name}]\` says nothing`,
  rawHtml: () => 'HTML is not shown on a terminal; only comments may stand here',

  // console blocks
  outputBeforeCommand: () =>
    'sample output without a command above it: a command begins with `$ `, `controlplane $ ` or `node01 $ `',
  emptyCommand: () => 'a prompt without a command',
  emptyConsole: () => 'a `console` block without a command',
  unknownNode: ({ node, similar }: { node: string; similar: string | undefined }) =>
    `there is no node \`${node}\`: \`controlplane\` or \`node01\`${meant(similar)}`,
  unfinishedCommand: ({ why }: { why: keyof typeof unfinished }) =>
    `the shell would wait for more: ${unfinished[why]} (continue with \`> \` lines)`,
  tabInCommand: () => 'a tab would be typed as the key that completes words: use blanks',
  keyWithoutCommand: () => '`^C` stands below the command that it ends',

  // checks
  checksNotAList: () => 'a `yaml check` block holds a list: each check begins with `- `',
  checkNotAMap: () => 'a check is a kind and its keys, such as `- netns: client`',
  missingKind: ({ kinds }: { kinds: readonly string[] }) => `this check has no kind; there are ${kinds.join(', ')}`,
  unknownKind: ({ key, similar, kinds }: { key: string; similar: string | undefined; kinds: readonly string[] }) =>
    `there is no kind of check \`${key}\`${similar === undefined ? `; there are ${kinds.join(', ')}` : meant(similar)}`,
  twoKinds: ({ first, second }: { first: string; second: string }) =>
    `one check has one kind: \`${second}\` beside \`${first}\` must be an item of its own`,
  emptyScript: () => 'a `bash check` without a script',
  unknownNeed: ({ id, similar }: { id: string; similar: string | undefined }) =>
    `\`needs\` names \`${id}\`, which is no check of this step${meant(similar)}`,
  needCycle: ({ ids }: { ids: readonly string[] }) =>
    ids.length <= 2
      ? `the check \`${ids[0] ?? ''}\` needs itself`
      : `checks that wait for one another: ${ids.map((id) => `\`${id}\``).join(' needs ')}`,

  // steps as a whole
  stepWithoutCheck: () => 'this step has no check, so it can never be done',
  stepWithoutCommand: () => 'this step has no command, so nobody can prove that it can be done',
  outputCheckAlone: ({ command }: { command: string }) =>
    `\`${line(command)}\` changes state, but only its output is checked: add a check of the state`,
  lookOnly: () => 'the step only looks (`console look`), so its checks hold before anything is typed: check an output',
  tooManyHints: ({ limit }: { limit: number }) => `more than ${limit} hints (\`[!TIP]\`)`,
  hintGivesAway: ({ command }: { command: string }) => `the hint holds the step's own command \`${line(command)}\``,
  challengeGivesAway: ({ command }: { command: string }) =>
    `a challenge shows goals, but this text holds the solution's command \`${line(command)}\``,
  secondDebrief: () => 'a step has one debrief (`[!IMPORTANT]`)',
  afterDebrief: () => 'the debrief (`[!IMPORTANT]`) closes its step; nothing stands below it',

  // checkpoints and variants
  checkpointGuided: () => 'a checkpoint is a `challenge`: write `mode: challenge`',
  checkpointWithoutPoints: () => 'a step of a checkpoint gives points: write `points:` at one of its checks',
  checkpointReadsOutput: () => 'a checkpoint is judged by its state: this check reads the terminal',
  checkpointSetup: () =>
    'a checkpoint is graded in one lab from its beginning: only its first step may have a `bash setup`',
  choiceNotAVariable: ({ name }: { name: string }) => `\`${name}\` has no value in \`vars\` for those without a code`,
  badChoice: (why: 'empty' | 'network' | 'length' | 'in'): string =>
    ({
      empty: '`from` is above `to`',
      network: '`subnet` wants an IPv4 network, such as 10.64.0.0/10',
      length: '`length` is shorter than that of its network, or above 30',
      in: '`in` names another variable here that is a `subnet`',
    })[why],
  overlayStep: ({ id, similar }: { id: string; similar: string | undefined }) =>
    `the checkpoint has no step \`${id}\`${meant(similar)}`,
  unknownCondition: ({ name, value }: { name: string; value: string }) =>
    `\`when ${name}=${value}\`: \`variants\` lists no value \`${value}\` for \`${name}\``,

  // courses
  folderName: ({ name }: { name: string }) =>
    `\`${name}\` is no name of a lesson's folder: a number, a dash, an id (\`02-veth\`)`,
  duplicateLesson: ({ id, other }: { id: string; other: string }) =>
    `the lesson \`${id}\` is there twice, also in ${other}`,
  noLessonFile: () => 'the folder has no `lesson.md`',
  noLessons: () => 'there are no lessons here: a course has folders such as `01-first/lesson.md`',
  tooManyLessons: ({ limit }: { limit: number }) => `more than ${limit} lessons`,
  unknownLesson: ({ id, similar }: { id: string; similar: string | undefined }) =>
    `\`starts-after\` names \`${id}\`, which is no lesson of this course${meant(similar)}`,
  lessonCycle: ({ ids }: { ids: readonly string[] }) =>
    `lessons that start after one another: ${ids.map((id) => `\`${id}\``).join(' after ')}`,
  stepsDiffer: ({ here, there }: { here: number; there: number }) =>
    `${here} steps, but the original has ${there}: a translation has the same`,
  translationDiffers: ({ what }: { what: 'commands' | 'checks' | 'setup' | 'hints' | 'front-matter' }) =>
    `the ${{ commands: 'commands', checks: 'checks', setup: 'setup', hints: 'number of hints', 'front-matter': 'front matter (title aside)' }[what]} of a translation must be the original's`,
  translationStale: ({ isNew, prose }: { isNew: boolean; prose: string }) =>
    `${isNew ? 'it is not said which text of the original this translates' : 'the original says something else by now'}: read the two side by side, then write "translates: '${prose}'" into the front matter`,

  // the linter's report
  lintClean: ({ files }: { files: number }) =>
    files === 1 ? '1 lesson, no mistakes' : `${files} lessons, no mistakes`,
  lintMistakes: ({ files, mistakes }: { files: number; mistakes: number }) =>
    `${plural(mistakes, 'mistake')} in ${plural(files, 'file')}`,

  // how prose is shown as plain text
  alerts: { note: 'Note', tip: 'Tip', important: 'Important', warning: 'Warning', caution: 'Caution' },
  image: ({ text }: { text: string }) => `[image: ${text}]`,
};
