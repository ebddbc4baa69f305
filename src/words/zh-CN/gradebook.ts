import type { Words } from '../index.ts';

/** Words of `grade export` and of the gradebook for reading. */
export const gradebook: Words['gradebook'] = {
  command: {
    brief: '把成绩册变成人和其他工具能读的形式：网页、CSV、JUnit、Gradescope……',
    full: `html 是一个不需要联网的网页：全班，以及每个学生的各项检查，期望什么、实际是什么；需要复核的排在最前面。nbgrader（CSV）
和 junit 包含全班。gradescope、classroom50、github-classroom 和 check50 是每个学生一个文件：用 --student 指明一个学生，
或者用 --out 给出一个目录。

示例：
  netns-course grade export grades.json --format html --out grades.html
  netns-course grade export grades.json --submissions handed-in/ --out grades.html
  netns-course grade export grades.json --format nbgrader > grades.csv
  netns-course grade export grades.json --format gradescope --student ada --out results.json
  netns-course grade export grades.json --format classroom50 --out results/`,
    gradebook: 'grade --out 写出的文件；- 表示标准输入',
    format: 'html、nbgrader、junit、gradescope、classroom50、github-classroom 或 check50',
    student: '只要这个学生，按学号',
    checkpoint: '只要这个考核，按 id',
    submissions: '用于 html：评过分的目录；画出每个网络，每段会话都可以播放',
    out: '写到那里（每个学生一个文件时：一个目录），而不是标准输出',
    force: '覆盖已有的文件',
  },
  notAGradebook: ({ path, detail }) => `${path} 不是 grade --out 写出的文件：${detail}。`,
  newerGradebook: ({ path, schema }) => `${path} 是由另一个版本的 netns-course 写的（${schema}）；请使用那个版本。`,
  noSuchStudent: ({ id }) => `这份成绩册里没有学号为 ${id} 的学生。`,
  noSuchCheckpoint: ({ id, known }) => `这份成绩册里没有考核 ${id}。现有的考核：${known}。`,
  oneOrDirectory: ({ format, count }) =>
    `${format} 是每个学生一个文件，而这里有 ${String(count)} 个：用 --student（和 --checkpoint）指明一个，或用 --out 给出一个目录。`,
  isThere: ({ path }) => `${path} 已经存在；用 --force 覆盖它。`,
  submissionsInHtml: '--submissions 只用于 html。',
  written: ({ count, path }) => `已写入 ${String(count)} 个文件：${path}`,
  page: {
    title: ({ course }) => `成绩册：${course}`,
    due: ({ due }) => `截止时间 ${due}`,
    counts: ({ learners, review, missing }) =>
      `共 ${String(learners)} 行，${String(review)} 行需要复核，${String(missing)} 行未提交`,
    search: '搜索',
    caption: '全班。点击列标题可按该列排序。',
    nothing: '没有匹配的内容。',
    id: '学号',
    name: '姓名',
    section: '班级',
    checkpoint: '考核',
    status: '状态',
    score: '得分',
    submitted: '提交时间',
    findings: '发现',
    backToClass: '回到全班',
    statuses: { graded: '已评分', review: '需复核', refused: '已拒绝', missing: '未提交', superseded: '被取代' },
    points: ({ score, max }) => `${String(score)} 分，满分 ${String(max)} 分`,
    takenOff: ({ hints, late }) => `扣分：提示 ${String(hints)} 分，迟交 ${String(late)} 分`,
    decided: ({ score, note }) => `由教师决定：${String(score)} 分${note === '' ? '' : `（${note}）`}`,
    file: '文件',
    platform: '机器',
    commands: '命令',
    hints: '提示',
    check: '检查',
    state: '判定',
    checkPoints: '分数',
    expected: '期望',
    found: '实际',
    hidden: '隐藏',
    states: { pass: '✓ 通过', fail: '✗ 不通过', error: '! 故障', skipped: '· 跳过' },
    differs: '重放与记录最先不同的地方',
    differsAt: ({ index, node }) => `第 ${String(index + 1)} 条命令，在 ${node} 上`,
    recorded: '记录',
    replayed: '重放',
    exit: ({ code }) => `退出码 ${String(code)}`,
    network: '提交时的网络',
    networkPicture: '网络图；下面是同样内容的文字',
    networkTooLarge: ({ interfaces }) => `没有画出：它有 ${String(interfaces)} 个接口。`,
    asText: '文字版',
    session: ({ node }) => `${node} 上的会话`,
    position: ({ node }) => `${node} 上会话的位置`,
    play: '播放',
    pause: '暂停',
    sessionCut: '录像比这里显示的更长。',
  },
};
