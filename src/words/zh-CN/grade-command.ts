import type { Words } from '../index.ts';

/** Words of the commands `grade` and `grade merge`. */
export const gradeCommand: Words['gradeCommand'] = {
  brief: '给全班的提交文件评分：在你自己的实验环境里重放它们',
  full: `每份提交文件里的命令都会输入到一个全新的、属于该学生变体的实验环境里，按最终结果评判：这就是得分。如果提交文件里的
快照通过，而重放没有通过，这一行会标为需复核，并指出两者从哪里开始不同。提交文件自己说的一概不信，它做的一切都出不了
它的实验环境。

示例：
  netns-course grade submissions/ --key key.txt --roster students.csv --out grades.json
  netns-course grade submissions/ --key key.txt --roster students.csv --due 2026-11-30T23:59+01:00 --penalty 10
  netns-course grade submissions/ --key key.txt --roster students.csv --accept decisions.json --out grades.json
  netns-course grade submissions/ --key key.txt --shard 2/4 --out part-2.jsonl
  netns-course grade merge part-*.jsonl --out grades.json

有 --out 时，中断过的评分会从中断的地方继续。有 --accept 时，需复核的行会写入那个文件，得分为 null：填上一个数，以后就以它
为准。

退出码：0 表示每一行都成立，1 表示有的行需要复核、被拒绝或未提交，2 表示无法评分。`,
  mergeBrief: '把各分片的结果合成一份成绩册',
  mergeFull: `得到的成绩册与一次评完所有提交文件的结果逐字节相同。

示例：
  netns-course grade merge part-1.jsonl part-2.jsonl --out grades.json`,
  paths: '文件，或目录（其中每个 .json 是一份）',
  parts: 'grade --shard 写出的文件',
  flags: {
    key: 'assign 生成代码所用的密钥',
    roster: '学生名单（CSV），用来得到姓名，以及谁没有提交',
    overlay: '存放你自己的隐藏检查的目录，每个考核一个 CHECKPOINT.md',
    due: '截止时间，带时区偏移：2026-11-30T23:59+01:00',
    penalty: '截止之后每过一天（不足一天按一天算）扣去的百分比',
    accept: '存放你对需复核的行所作决定的文件（JSON）',
    out: '把成绩册（JSON）写到这里',
    shard: '只评 N 份中的第 I 份（I/N）；--out 得到的就是这一份',
    jobs: '同时运行的实验环境数量，与核数无关（默认 4）',
  },
  badJobs: '同时运行的实验环境数量（--jobs）是 1 到 64 之间的整数。',
  badShard: '--shard 的形式是 I/N，I 从 1 到 N，N 最大 1000：--shard 2/4',
  shardNeedsOut: '--shard 需要 --out FILE，用来写入这一份。',
  badDue: '--due 是带时区偏移的时间：2026-11-30T23:59+01:00',
  badPenalty: '--penalty 是 0 到 100 之间的百分数。',
  noPaths: '请指明提交文件，或它们所在的目录：netns-course grade submissions/',
  cannotRead: ({ code, path }) => `无法读取 ${path}（${code}）。`,
  cannotWrite: ({ code, path }) => `无法写入 ${path}（${code}）。`,
  badDecisions: ({ path, detail }) => `${path} 不是 --accept 写出的文件：${detail}。什么都没有改动。`,
  checkpointWrong: ({ id }) => `考核 ${id} 无法使用。`,
  noCheckpoints: ({ course }) => `课程“${course}”没有考核：没有可以评分的内容。`,
  solutionFails: ({ id, checks, detail }) =>
    `考核 ${id} 无法在这台机器上评分：它自己的答案没有通过 ${checks}${detail === '' ? '' : `（${detail}）`}。` +
    'netns-course doctor 会说明缺什么；netns-course verify 可以证明这个考核。',
  notThisPart: ({ path }) =>
    `${path} 已经存在，而且属于另一次评分（提交文件、密钥、名单、检查或版本不同）。请把它移走，或用 --out 指定别的文件。`,
  badPart: ({ path }) => `${path} 不是 grade --shard 写出的文件。`,
  otherGrading: ({ path, than }) =>
    `${path} 和 ${than} 属于不同的评分：所有分片都要用同样的提交文件、密钥、名单、检查和版本。`,
  unfinished: ({ path, done, files }) =>
    `${path} 还没有完成：${String(files)} 份提交文件中评了 ${String(done)} 份。请再运行它那一份，会从中断的地方继续。`,
  shardsMissing: ({ missing }) => `分片不全。缺少：${missing}`,
  shardTwice: ({ path, shard }) => `${path} 是分片 ${shard}，而这一份已经有了。`,
  noParts: '请指明 grade --shard 写出的文件：netns-course grade merge part-*.jsonl',
  progress: (done, total) => {
    const width = 30;
    const filled = total === 0 ? width : Math.floor((done / total) * width);
    return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${String(done)}/${String(total)} 份提交文件`;
  },
  shardDone: ({ count, path }) => `已评 ${String(count)} 份提交文件：${path}`,
  status: { graded: '已评分', review: '需复核', refused: '已拒绝', missing: '未提交', superseded: '被取代' },
  summary: (counts) =>
    `${String(counts.graded)} 份已评分，${String(counts.review)} 份需复核，${String(counts.refused)} 份被拒绝，${String(counts.missing)} 份未提交`,
};
