import type { RosterProblem } from '../../grade/roster.ts';
import type { Words } from '../index.ts';

function rosterWhy(why: RosterProblem['why']): string {
  switch (why.type) {
    case 'empty':
      return '这里没有学生：应当先有一行列名，然后每人一行';
    case 'no-id':
      return `没有学号列：必须有一列叫 ${why.names.slice(0, -1).join('、')} 或 ${why.names.at(-1) ?? ''}`;
    case 'id-missing':
      return '这个学生没有学号';
    case 'id-bad':
      return '学号最多 100 个字符，不能含有控制终端的字符';
    case 'id-twice':
      return `学号“${why.id}”在第 ${String(why.line)} 行已经出现过`;
    case 'too-many':
      return `有 ${String(why.fields)} 个字段，但只有 ${String(why.columns)} 列：含有分隔符的姓名要加引号`;
    case 'not-csv':
      return '引号出现在不该出现的地方，或者没有配对';
  }
}

/** Words about checkpoints: handing out codes, playing by one, handing in. */
export const checkpoint: Words['checkpoint'] = {
  assign: {
    brief: '给班里每个学生分配考核的一个变体，以代码的形式',
    full: `读取学生名单（CSV，其中一列叫 student_id、username、id 或 sid），为每个学生写一行：代码，以及要发给他的命令。
代码只取决于密钥、学号和考核：同样的输入总是得到同样的代码。
请保管好密钥：有了它就能生成代码，评分时也要用到它。指定的密钥文件不存在时会新建一个。

示例：
  netns-course assign nat-checkpoint --key class.key --roster students.csv
  netns-course assign nat-checkpoint --key class.key --roster students.csv --out codes.csv`,
    checkpoint: '考核',
    key: '教师的密钥文件；不存在时新建（权限 0600）',
    roster: '学生名单',
    out: '写入这个文件，而不是标准输出',
    force: '覆盖已有的文件',
  },
  start: {
    code: '你的考核变体的代码',
    student: '你在学生名单里的学号，用于提交',
    exam: '以考试方式进行考核：计时，没有提示；时间从现在开始，不会暂停',
  },
  submit: {
    brief: '把你在考核里做的内容写进一个文件，以便提交',
    full: `写入你最好的一次：你是谁，命令及其输出，实验环境的最后状态，看过的提示，你在实验环境里改过的文件，以及终端的
录像。这台机器、用户和家目录的名字，以及看起来像机密的内容，都会去掉。写入之前会先说明文件里有什么；实验环境结束之后
也能提交。

示例：
  netns-course submit nat-checkpoint --student s1234567
  netns-course submit --out nat.json`,
    checkpoint: '考核；默认是最近做过的那一个',
    student: '你在学生名单里的学号；默认是开始时给出的那一个',
    name: '你的姓名，给阅读文件的人看',
    out: '要写入的文件；默认是当前目录下的 CHECKPOINT-ID.json',
    force: '覆盖已有的文件',
  },
  nothingDone: ({ id }) =>
    id === undefined
      ? '没有可以提交的内容：这里还没有做过这个课程的任何考核。'
      : `没有可以提交的内容：这里还没有做过 ${id}。用 netns-course start ${id} 开始。`,
  whoAreYou: ({ id }) => `请说明是谁提交：netns-course submit ${id} --student ID，其中 ID 是你在学生名单里的学号。`,
  askStudent: '你在学生名单里的学号：',
  writeIt: ({ path }) => `写入 ${path}？[y/N]`,
  submitted: ({ path }) => `请提交 ${path}。`,
  contents: ({ path, kilobytes }) => `${path}（${String(kilobytes)} KiB）的内容：`,
  contentsWho: ({ student, name, checkpoint: id, code }) =>
    `  你的学号 ${student}${name === undefined ? '' : `，姓名 ${name}`}；${id}，${code === undefined ? '没有代码' : `代码 ${code}`}`,
  contentsWhen: ({ startedAt, isExam }) => `  ${isExam ? '考试' : '这次考核'}开始于 ${startedAt}`,
  contentsPoints: ({ points, of }) =>
    `  实验环境的最后状态及其判定：据此得 ${String(points)} 分，满分 ${String(of)} 分，不含隐藏的检查`,
  contentsRecord: ({ commands, hints }) =>
    `  ${String(commands)} 条命令，带时间、输出和退出码；看过 ${String(hints)} 个提示`,
  contentsFiles: ({ paths }) =>
    paths.length === 0
      ? '  没有在实验环境里改过文件'
      : `  在实验环境里改过的文件：${paths.slice(0, 8).join(' ')}${paths.length > 8 ? ` 等 ${String(paths.length)} 个` : ''}`,
  contentsRecordings: ({ nodes }) => (nodes.length === 0 ? '  没有录像' : `  ${nodes.join('、')} 的终端录像`),
  contentsRedacted: '  这台机器和用户的名字，以及看起来像机密的内容，已经去掉',
  contentsNoState: '  没有：实验环境的状态，它结束得太早，没来得及查看',
  timeLeft: ({ minutes }) => `还剩 ${String(minutes)} 分钟。`,
  timeIsOver: '时间到。你已经做到的都会保留。',
  examBegins: ({ minutes }) => `这是考试：还剩 ${String(minutes)} 分钟，没有提示。`,
  examIsOver: ({ id }) => `这场考试的时间已到。用 netns-course submit ${id} 提交你已经做到的。`,
  kept: ({ id }) => `你在 ${id} 里做的内容已经保存。提交：netns-course submit ${id}`,
  notKept: '没有可以保存内容的家目录：这次做的无法提交。',
  notWritten: ({ id, code }) => `你在 ${id} 里做的内容没能全部保存（${code}）：可能无法提交。`,
  labEnded: ({ detail }) =>
    `实验环境结束了（${detail}）。正在按考核开头的样子建立新的：你在里面做过的操作没有了，但记录还在。`,
  hintsOff: '这里没有提示。',
  hintCosts: ({ points }) => `这个提示要扣 ${String(points)} 分。`,
  noSolution: '考核不显示答案。',
  allReached: '所有目标都达到了。成绩以你离开时实验环境的状态为准：course quit。',
  points: ({ points }) => `${String(points)} 分`,
  codeNeedsCheckpoint: '代码属于某个考核：netns-course start CHECKPOINT --code CODE。',
  codeShape: ({ code }) => `“${code}”不是代码：代码由十六个字母和数字组成，四个一组，共四组。`,
  codeTypo: ({ code }) => `代码“${code}”有笔误：错了一个字符，或者两个字符颠倒了。请重新抄写。`,
  codeOther: ({ code, id }) => `代码“${code}”不属于 ${id}，而是另一个考核的。`,
  keyMade: ({ path }) => `新建了密钥：${path}。请保管好，不要给别人：评分要用到它，所有代码都由它生成。`,
  keyShort: ({ path }) => `${path} 不足 16 个字符：这样的密钥会被猜到。`,
  keyLong: ({ path }) => `${path} 不是密钥：它超过 4096 字节。`,
  keyUnreadable: ({ path, code }) =>
    code === 'ENOENT' ? `没有密钥文件 ${path}。` : `无法读取或新建密钥 ${path}（${code}）。`,
  rosterUnreadable: ({ path, code }) =>
    code === 'ENOENT' ? `没有学生名单 ${path}。` : `无法读取学生名单 ${path}（${code}）。`,
  rosterProblem: ({ path, line, column, why }) => `${path}:${String(line)}:${String(column)}：${rosterWhy(why)}`,
  assigned: ({ students, path }) => `${String(students)} 个代码已写入 ${path}。`,
  sameVariant: ({ ids }) => `碰巧得到同一个变体，但代码不同：${ids.join('、')}。`,
  noVariants: ({ id }) => `${id} 没有变体：所有学生的名字和地址都一样。但从代码仍然看得出是谁做的。`,
  fileExists: ({ path }) => `${path} 已经存在；用 --force 覆盖它。`,
  fileFails: ({ path, code }) => `无法写入 ${path}（${code}）。`,
  noSuchCheckpoint: ({ name, known }) =>
    known.length === 0 ? '这个课程没有考核。' : `这个课程里没有考核“${name}”。现有的考核：${known.join('、')}。`,
};
