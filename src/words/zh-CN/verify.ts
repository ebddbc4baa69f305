import type { Words } from '../index.ts';

/** Words of verify. */
export const verify: Words['verify'] = {
  proof: {
    lesson: '可以学完',
    before: '输入命令之前不通过',
    after: '输入命令之后通过',
    leftOut: ({ command }) => `少了这条命令就不通过：${command}`,
    noLook: '不用只看不改的命令也能通过',
    resumed: '重放前面的步骤之后也能通过',
    picture: '网络图',
    sample: ({ command }) => `示例输出：${command}`,
  },
  passesBefore: '这一步在输入任何命令之前就通过了，说明它什么也没有检查',
  passesNot: ({ ms }) => `输入全部命令之后，这一步在 ${String(ms)} 毫秒内没有通过`,
  survivor: '这一步照样通过：没有任何检查发现少了这条命令',
  passesNotWithoutLook: '只有用了标为 look 的命令这一步才通过，而学习者可以不输入它',
  passesNotResumed: '从头学这一课时这一步能通过，但在重放前面步骤得到的实验环境里不能',
  checkBroke: '有一项检查无法判定',
  noCommands: '这一步没有可以输入的命令',
  setupFails: ({ detail }) => `准备脚本失败：${detail}`,
  replayFails: ({ detail }) => `前面的内容无法重放：${detail}`,
  commandHangs: ({ command, ms }) => `这条命令在 ${String(ms)} 毫秒内没有回到提示符：${command}`,
  shellEnds: ({ command }) => `这条命令结束了学习者的 shell：${command}`,
  labEnded: ({ detail }) => `实验环境结束了：${detail}`,
  noLab: ({ detail }) => `无法启动实验环境：${detail}`,
  notTried: ({ step }) => `没有尝试：它前面的步骤 ${step} 没有得到证明`,
  missing: ({ names }) => `这台机器缺少 ${names}；netns-course doctor 会说明怎样补上`,
  answerUnknown: ({ check }) =>
    `${check} 的答案只存有散列值，而这一步的命令输出里没有哪个词是它，所以无法在这里代为回答`,
  sampleDiffers: '实际输出与课文里的不同',
  updated: ({ file, count }) => `${file}：改写了 ${String(count)} 处示例`,
  notUpdated: ({ file, line }) => `${file}:${String(line)}：没有改写，因为这些输出会被当作命令或代码块的结尾`,
  cannotWrite: ({ file, detail }) => `无法改写 ${file}：${detail}`,
  badJobs: '同时运行的实验环境数量（--jobs）是 1 到 64 之间的整数。',
  progress: ({ done, total, labs, doing }) =>
    `${String(done)}/${String(total)} 项证明，${String(labs)} 个实验环境：${doing}`,
  lessonLine: ({ title, passed, total }) => `${title}：${String(total)} 项中证明了 ${String(passed)} 项`,
  mark: { pass: '正确', fail: '错误', error: '故障', skipped: '跳过' },
  verdict: { pass: '通过', fail: '不通过', error: '故障', skipped: '跳过' },
  expected: '期望',
  observed: '实际',
  look: '看这里',
  sampleExpected: '课文',
  sampleObserved: '实际',
  nothing: '（没有）',
  ended: ({ command, exitCode }) =>
    exitCode === undefined ? `还在运行：${command}` : `以 ${String(exitCode)} 退出：${command}`,
  summary: (counts) =>
    [
      `证明 ${String(counts.pass)} 项`,
      `错误 ${String(counts.fail)} 项`,
      ...(counts.error > 0 ? [`无法判定 ${String(counts.error)} 项`] : []),
      ...(counts.skipped > 0 ? [`跳过 ${String(counts.skipped)} 项`] : []),
    ].join('，'),
  figures: (figures) =>
    `${figures.wall} 秒，用了 ${String(figures.labs)} 个实验环境，同时最多 ${String(figures.jobs)} 个（逐个运行要 ${figures.serial} 秒；` +
    `最长一课自己的命令要 ${figures.waits} 秒）`,
};
