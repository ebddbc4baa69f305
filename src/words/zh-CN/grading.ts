import type { Words } from '../index.ts';

const stoppedAt = (number: number): string => `重放停在第 ${String(number)} 条命令`;

/** Words of grading: what a teacher is told beside the points. */
export const grading: Words['grading'] = {
  // Files that cannot be graded.
  notAFile: '它不是普通文件，因此没有打开',
  unreadable: ({ code }) => `无法读取：${code}`,
  tooLarge: ({ maxMiB }) => `它超过 ${String(maxMiB)} MiB，没有哪份提交文件会这么大`,
  notJson: ({ empty, is }) => (empty ? '它是空的' : is ? '它不是 JSON，或者被截断了' : '无法当作 JSON 读取'),
  newerVersion: ({ schema }) => `它的格式是 ${schema}：由更新版本的 netns-course 写出，要用那个版本评分`,
  notASubmission: ({ path }) =>
    path === '' ? '它不是 netns-course submit 写出的文件' : `它不是 netns-course submit 写出的文件，问题在 ${path}`,
  unknownCheckpoint: ({ id, known }) => `它属于考核 ${id}，而课程里没有这个考核；现有的：${known}`,

  // Who and what.
  missing: '没有提交',
  superseded: '以同一学生的另一个文件为准：用学生自己的代码、最后提交的那一个',
  unknownStudent: ({ id }) => `名单里没有学号为 ${id} 的学生`,
  noCode: '它没有写代码，用的是人人都知道的地址；已在该学生自己的变体里重放',
  wrongVariant: '它的代码不是该学生的；已在该学生自己的变体里重放',
  badCode: '它的代码从来没有发放过',
  otherCourse: '它做的是这个考核的另一个版本',

  // Honesty.
  brokenChain: ({ number }) => `它的记录被改过：第 ${String(number)} 个事件与之前的接不上`,
  brokenSeal: '它的记录被改过：封印与记录的结尾、学生或时间对不上',
  falseClaim: ({ ids }) => `它说通过了，但快照和重放都看不出来：${ids}`,
  oddClock: {
    year: '它的时间所在的年份，不可能有人学过这个课程',
    order: '它在开始之前就提交了',
    record: '记录里的时间有倒退，或者比整个过程还长',
  },
  duplicate: '与别人的完全相同，精确到字节或毫秒',
  sameLab: '与别人的出自同一个实验环境：内核随机生成的地址一模一样',
  sameLines: '少见的命令大多与别人的相同',

  // Time.
  late: ({ hours }) => `截止之后 ${String(hours)} 小时才提交`,
  overTime: ({ minutes }) => `考试时间结束之后又做了 ${String(minutes)} 分钟`,

  // The replay.
  differs: ({ ids, number }) =>
    `它的快照通过了，但它的命令得不到这样的结果（${ids}）` +
    (number === undefined ? '；每条命令的结果都与记录相同' : `；第 ${String(number)} 条命令的结果最先与记录不同`),
  stopped: {
    time: ({ number }) => `${stoppedAt(number)}：用时太长`,
    processor: ({ number }) => `${stoppedAt(number)}：占用的处理器时间远远超出需要`,
    output: ({ number }) => `${stoppedAt(number)}：输出太多`,
    hangs: ({ number }) => `${stoppedAt(number)}：提示符不再出现`,
    'lab-ended': () => '重放使实验环境结束了',
  },
  unsteady: '它启动的某个程序一直在改变实验环境；只有每次查看时都在的才算',
  notReplayed: ({ detail }) => `无法重放：${detail}`,
  checkBroke: ({ ids }) => `无法判定，在你作出决定之前不会扣该学生的分：${ids}`,
};
