import type { Words } from '../index.ts';
import { spaced } from './place.ts';

type Say = Words['lesson'];

/** `，是不是想写……？`, or nothing. */
function meant(word: string | undefined): string {
  return word === undefined ? '' : `；是不是想写 \`${word}\`？`;
}

/** A command as a message quotes it: one line, not too long. */
function line(command: string): string {
  const [first = '', ...others] = command.split('\n');
  const cut = first.length > 60 ? `${first.slice(0, 57)}...` : first;
  return others.length > 0 && cut === first ? `${cut} ...` : cut;
}

/** Names of keys and the like, as a message lists them. */
const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join('、');

const unfinished = {
  quote: '引号没有配对',
  backslash: '它以反斜杠结尾',
  'here-document': '它的 here-document 没有结尾',
  operator: '它以运算符结尾',
};

const types: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: '`true` 或 `false`',
  array: '列表',
  object: '键和值',
  record: '键和值',
  map: '键和值',
  null: '空',
  other: '别的内容',
};

const units: Readonly<Record<string, string>> = { string: ' 个字符', array: ' 项' };

const parts = {
  commands: '命令',
  checks: '检查',
  setup: '准备脚本',
  hints: '提示的数量',
  'front-matter': '文件头（标题除外）',
};

const choices: Readonly<Record<Parameters<Say['badChoice']>[0], string>> = {
  empty: '`from` 大于 `to`',
  network: '`subnet` 应当是 IPv4 网段，例如 10.64.0.0/10',
  length: '`length` 比它的网段还短，或者超过 30',
  in: '`in` 应当指明这里另一个属于 `subnet` 的变量',
};

/** Words about lessons: what `lint` says, and the names of alerts. */
export const lesson: Say = {
  // the file
  notUtf8: ({ offset, byte }) =>
    `不是 UTF-8：偏移 ${offset} 处的字节 0x${byte.toString(16).padStart(2, '0')} 不能出现在那里`,
  emptyFile: () => '文件是空的',
  tooLarge: ({ limit }) => `超过 ${limit / 1024 / 1024} MiB，没有哪一课需要这么大`,
  lineTooLong: ({ limit }) => `这一行超过 ${limit} 个字符`,
  sectionTooLong: ({ limit }) => `这一节的文字超过 ${limit / 1024} KiB：请分成几个步骤`,
  yamlTooLong: ({ limit }) => `YAML 超过 ${limit / 1024} KiB`,
  yamlTooDeep: () => '括号嵌套太深',
  tooDeep: ({ limit }) => `列表和引用嵌套超过 ${limit} 层`,
  tooManyDefinitions: ({ limit }) => `链接定义超过 ${limit} 个`,
  tooManySteps: ({ limit }) => `步骤超过 ${limit} 个`,
  controlCharacter: ({ name }) => `字符 ${name} 会控制终端或文字方向；请用文字说明`,
  more: ({ count }) => `另有 ${count} 处错误`,
  unreadable: ({ detail }) => `无法读取：${detail}`,
  notAFile: () => '不是普通文件',
  outsideCourse: () => '通向课程目录之外的链接不会跟随',

  // front matter and YAML
  missingFrontMatter: () => '一课以文件头开始：`---`、`title:` 和 `minutes:`、`---`',
  unclosedFrontMatter: () => '文件头没有用 `---` 结束',
  notYaml: ({ detail }) => `不是 YAML：${detail}`,
  yamlAlias: () => '课文里不使用锚点和别名：请把值再写一遍',
  yamlTag: () => '课文里不使用 `!name` 这样的标签',
  unknownKey: ({ key, similar }) => `这里没有 \`${key}\` 这个键${meant(similar)}`,
  missingKey: ({ key }) => `缺少键 \`${key}\``,
  wrongType: ({ key, expected, received }) =>
    `${key === '' ? '这里' : `\`${key}\` `}应当是${spaced(expected)}，而不是${spaced(received)}`,
  typeName: (name) => types[name] ?? name,
  notOneOf: ({ key, value, allowed, similar }) =>
    `\`${key}\` 的值 \`${value}\` 不对，应当是其中之一：${quoted(allowed)}${meant(similar)}`,
  tooSmall: ({ key, value, least, of }) =>
    value === '' || value === '[]'
      ? `\`${key}\` 是空的`
      : `\`${key}\` 是 \`${value}\`；至少应当是 ${least}${units[of] ?? ''}`,
  tooBig: ({ key, value, most, of }) => `\`${key}\` 是 \`${value}\`；至多应当是 ${most}${units[of] ?? ''}`,
  badFormat: () => '写法不符合这个键的要求',
  badValue: ({ key, value, reason }) => `\`${key}\` 是 \`${value}\`：${reason}`,
  badVariableName: () => '变量名由小写字母、数字、`-` 和 `_` 组成，以字母开头',
  badVariableValue: () => '不是名字、地址或数字（字母、数字和 `. _ : / @ % + = -`，最多 64 个字符）',
  badRequirement: () => '不是工具（`ip`），也不是内核功能（`kernel:br_netfilter`）',
  unknownVariable: ({ name, similar }) => `文件头的 \`vars\` 里没有变量 \`${name}\`${meant(similar)}`,
  unusedVariable: ({ name }) => `变量 \`${name}\` 没有用到`,

  // sections
  missingTitle: () => '这一课没有 `# ` 标题',
  secondTitle: () => '一课只有一个 `# ` 标题；步骤以 `## ` 开始',
  noSteps: () => '这一课没有步骤（`## ` 标题）',
  missingId: () => '从这个标题得不到 id：请在标题里写上字母，或者在下面写 `<!-- step: ID -->`',
  badId: ({ id }) => `\`${id}\` 不能作 id：只能用小写字母、数字，中间可以有单个短横`,
  duplicateId: ({ id, line: where }) => `id \`${id}\` 在第 ${where} 行已经用过`,
  stepCommentMisplaced: () => '`<!-- step: ID -->` 要紧跟在它的步骤标题下面',

  // fences and alerts
  unterminatedFence: () => '这个代码块没有结束',
  fenceSwallows: ({ line: where }) => `这个代码块没有结束，下一个就在第 ${where} 行开始了`,
  misspeltRole: ({ info, meant: role }) => `\`${info}\` 没有含义；是不是想写 \`${role}\`？`,
  misspeltAlert: ({ word, meant: name }) =>
    `\`[!${word}]\` 不是提醒块：应当单独一行写 \`[!NOTE]\`、\`[!TIP]\`、\`[!IMPORTANT]\`、\`[!WARNING]\` 或 \`[!CAUTION]\`${meant(name === undefined ? undefined : `[!${name}]`)}`,
  fenceOutsideStep: ({ role }) => `\`${role}\` 出现在第一个步骤（\`## \`）之前`,
  fenceNested: ({ role }) => `列表或引用里面的 \`${role}\` 不会被识别：请移到最左边`,
  alertOutsideStep: ({ name }) => `第一个步骤之前的 \`[!${name}]\` 不属于任何步骤；\`[!NOTE]\` 只是正文`,
  emptyAlert: ({ name }) => `\`[!${name}]\` 里什么也没有`,
  rawHtml: () => '终端上不显示 HTML；这里只能写注释',

  // console blocks
  outputBeforeCommand: () => '示例输出上面没有命令：命令以 `$ `、`controlplane $ ` 或 `node01 $ ` 开头',
  emptyCommand: () => '只有提示符，没有命令',
  emptyConsole: () => '`console` 代码块里没有命令',
  unknownNode: ({ node, similar }) => `没有节点 \`${node}\`：只有 \`controlplane\` 和 \`node01\`${meant(similar)}`,
  unfinishedCommand: ({ why }) => `shell 会等待后续输入：${unfinished[why]}（续行以 \`> \` 开头）`,
  tabInCommand: () => '制表符输入到 shell 里就是补全键：请用空格',
  keyWithoutCommand: () => '`^C` 要写在它所结束的命令下面',

  // checks
  checksNotAList: () => '`yaml check` 代码块里是列表：每项检查以 `- ` 开头',
  checkNotAMap: () => '一项检查由种类和它的键组成，例如 `- netns: client`',
  missingKind: ({ kinds }) => `这项检查没有写种类；可用的种类：${kinds.join('、')}`,
  unknownKind: ({ key, similar, kinds }) =>
    `没有 \`${key}\` 这种检查${similar === undefined ? `；可用的种类：${kinds.join('、')}` : meant(similar)}`,
  twoKinds: ({ first, second }) => `一项检查只有一个种类：\`${first}\` 旁边的 \`${second}\` 要单独成为一项`,
  emptyScript: () => '`bash check` 里没有脚本',
  unknownNeed: ({ id, similar }) => `\`needs\` 写的 \`${id}\` 不是这一步的检查${meant(similar)}`,
  needCycle: ({ ids }) =>
    ids.length <= 2
      ? `检查 \`${ids[0] ?? ''}\` 需要它自己`
      : `这些检查互相等待：${ids.map((id) => `\`${id}\``).join(' 需要 ')}`,

  // steps as a whole
  stepWithoutCheck: () => '这一步没有检查，因此永远做不完',
  stepWithoutCommand: () => '这一步没有命令，因此没有人能证明它做得到',
  outputCheckAlone: ({ command }) => `\`${line(command)}\` 会改变状态，但只检查了它的输出：请加上对状态的检查`,
  lookOnly: () => '这一步只看不改（`console look`），检查在输入之前就成立：请检查输出',
  tooManyHints: ({ limit }) => `提示（\`[!TIP]\`）超过 ${limit} 个`,
  hintGivesAway: ({ command }) => `提示里直接写出了这一步的命令 \`${line(command)}\``,
  challengeGivesAway: ({ command }) => `挑战课只给目标，而这段文字里有答案的命令 \`${line(command)}\``,
  secondDebrief: () => '一步只有一个“刚才发生了什么”（`[!IMPORTANT]`）',
  afterDebrief: () => '“刚才发生了什么”（`[!IMPORTANT]`）是一步的结尾；下面不能再有内容',

  // checkpoints and variants
  checkpointGuided: () => '考核是 `challenge`：请写 `mode: challenge`',
  checkpointWithoutPoints: () => '考核的每一步都要给分：请在它的某项检查里写 `points:`',
  checkpointReadsOutput: () => '考核按状态判定：这项检查读的却是终端',
  checkpointSetup: () => '考核从头到尾在同一个实验环境里评分：只有第一步可以有 `bash setup`',
  choiceNotAVariable: ({ name }) => `\`${name}\` 在 \`vars\` 里没有值，没有代码的人就没有值可用`,
  badChoice: (why) => choices[why],
  overlayStep: ({ id, similar }) => `这个考核没有步骤 \`${id}\`${meant(similar)}`,
  unknownCondition: ({ name, value }) => `\`when ${name}=${value}\`：\`variants\` 里 \`${name}\` 没有值 \`${value}\``,

  // courses
  folderName: ({ name }) => `\`${name}\` 不是课的目录名：应当是编号、短横、id（\`02-veth\`）`,
  duplicateLesson: ({ id, other }) => `\`${id}\` 一课出现了两次，另一个在 ${other}`,
  noLessonFile: () => '目录里没有 `lesson.md`',
  noLessons: () => '这里没有课：课程里应当有 `01-first/lesson.md` 这样的目录和文件',
  tooManyLessons: ({ limit }) => `课超过 ${limit} 个`,
  unknownLesson: ({ id, similar }) => `\`starts-after\` 写的 \`${id}\` 不是这个课程里的课${meant(similar)}`,
  lessonCycle: ({ ids }) => `这些课互相接在后面：${ids.map((id) => `\`${id}\``).join(' 接着 ')}`,
  stepsDiffer: ({ here, there }) => `有 ${here} 个步骤，而原文有 ${there} 个：译文应当与原文相同`,
  translationDiffers: ({ what }) => `译文的${parts[what]}必须与原文相同`,
  translationStale: ({ isNew, prose }) =>
    `${isNew ? '没有写明译自哪一版原文' : '原文已经改动'}：请对照原文通读一遍，再在文件头里写上 "translates: '${prose}'"`,

  // the linter's report
  lintClean: ({ files }) => `${files} 课，没有错误`,
  lintMistakes: ({ files, mistakes }) => `${files} 个文件里有 ${mistakes} 处错误`,

  // how prose is shown as plain text
  alerts: { note: '说明', tip: '提示', important: '重要', warning: '警告', caution: '注意' },
  image: ({ text }) => `[图：${text}]`,
};
