import type { Words } from '../index.ts';

/** What a learner reads while a course runs. */
export const course: Words['course'] = {
  stepTitle: ({ step, of, title }) => `第 ${String(step)} 步，共 ${String(of)} 步：${title}`,
  lessonMinutes: ({ minutes }) => `约 ${String(minutes)} 分钟`,
  welcome: '你输入的一切都交给一台一次性机器里的 root shell。在那里无论做什么，都碰不到这台电脑。',
  plainHelp:
    '课程的命令：course next | back | hint | solution | check | list | reset | answer TEXT | quit（course help 有详细说明）',
  asciiOnly: 'locale 不是 UTF-8：改用 ASCII 绘制。要显示全部符号：export LC_ALL=C.UTF-8',
  booting: '正在启动实验环境……',
  replaying: ({ done, total }) => `正在准备实验环境：重放之前的命令，${String(done)}/${String(total)}`,
  ready: '实验环境就绪。',
  checkPassed: ({ title }) => `✓ ${title}`,
  checkFailed: ({ title }) => `✗ ${title}`,
  checkWaiting: ({ title }) => `· ${title}（等待前面的检查）`,
  checkBroke: ({ title }) => `! ${title}：这项检查自己出了故障，不是你的错`,
  observed: ({ text }) => `实际：${text}`,
  why: ({ text }) => `原因：${text}`,
  expected: ({ text }) => `期望：${text}`,
  look: ({ text }) => `看这里：${text}`,
  checksLeft: ({ passed, of }) => `${String(of)} 项检查中已通过 ${String(passed)} 项`,
  stepPassed: ({ title }) => `✓ 步骤通过：${title}`,
  whatHappened: '刚才发生了什么',
  lessonDone: ({ title }) => `✓ 本课完成：${title}`,
  courseDone: '这是最后一课。任何一课都可以再回来学：netns-course list。',
  nextLesson: ({ title, minutes }) =>
    `下一课：${title}（约 ${String(minutes)} 分钟）。输入  course next  开始，输入 course quit 到此为止。`,
  hintOf: ({ level, of }) => `提示 ${String(level)}/${String(of)}`,
  noMoreHints: '这一步没有更多提示了。course solution 会显示命令。',
  noHints: '这一步没有提示。course solution 会显示命令。',
  solution: '这一步的命令',
  noSolution: '这一步没有命令：读完之后用  course answer TEXT  回答。',
  solutionOnNode: ({ node }) => `在 ${node} 上`,
  speaks: '课程现在使用中文；各个程序自己的输出保持原样。',
  alreadyFirst: '这已经是第一步。',
  skipped: ({ title }) => `已跳过：${title}。它的命令会替你重放。`,
  again: '这一步你已经做过了；course next 继续。',
  rebuilding: '正在建立新的实验环境。',
  resetAsk:
    'course reset：请输入  course reset step （在新的实验环境里重做这一步）或  course reset lesson （从本课开头重来）。',
  question: ({ question }) => `? ${question}\n  请用  course answer TEXT  回答`,
  noQuestion: '这一步没有提问。',
  answerRight: '正确。',
  answerWrong: '不对，再看看。',
  unknownRequest: ({ word }) => `course：没有“${word}”这个命令。`,
  help: `course next        下一步（没做完的一步会记为跳过）
course back        回到上一步重读
course hint        给一个提示；再输入一次给下一个
course solution    这一步的命令
course check       重新检查，并说明还缺什么
course show        再显示一遍这一步
course list        本课的步骤，以及你在哪里
course topology    画出实验环境的网络，以及自上次以来的变化
course explain FROM TO [tcp PORT]   两个命名空间之间的数据包为什么到不了
course trace FROM TO [tcp PORT]     发送一个真实的数据包，显示每个看到它的接口
course goto STEP   跳到那一步（编号或 id），实验环境会为它准备好
course answer TEXT 回答这一步的问题
course reset step  在新的实验环境里重做这一步（course reset lesson：整课重来）
course lang        课程改用英文（course lang zh-CN：回到中文）
course node01      另一台机器的 shell，如果本课有的话（course controlplane：回来）
course quit        退出；下次从这里继续`,
  otherNode: ({ node, how }) => `（“${node} $”后面的内容要在那台机器上输入：${how}）`,
  nowOn: ({ node }) => `现在你在 ${node} 上。`,
  noNode: ({ node }) => `本课的实验环境里没有 ${node}。`,
  shellEnded: '那个 shell 结束了；这是同一个实验环境里的新 shell。（course quit 才是退出课程。）',
  labEnded: ({ detail }) => `实验环境结束了（${detail}）。正在建立新的，你做过的步骤会重放。`,
  labEndedDied: '它从内部或外部被终止了',
  labEndedMemory: '它的内存用完了',
  labEndedNeighbours: '它占满了整台机器共用的邻居表',
  labEndedPackets: '数据包在里面循环打转，拖慢了整台机器',
  bye: '你的进度已保存。再次运行 netns-course 会从这里继续。',
  checkError: ({ message }) => `有一项检查无法判定（不是你的错）：${message}`,
  noProgress: ({ reason }) => `无法保存你的进度：${reason}。课程继续，但不保存。`,
  unavailable: ({ title, reason }) => `《${title}》这一课在这里略去：${reason}`,
  needsLesson: ({ lesson }) => `它接着 ${lesson} 一课，而那一课被略去了`,
  nothingAvailable: '这台机器上没有一课能学。netns-course doctor 会说明缺什么，以及用哪条命令补上。',
  labFailed: ({ message }) => `无法启动实验环境：${message}\nnetns-course doctor 会说明缺什么，以及用哪条命令补上。`,
  replayFailed: ({ detail }) =>
    `本课有一处错误，是作者的错，不是你的：无法为这一步准备实验环境。\n  ${detail}\n你的进度已保存；其他步骤可以用  netns-course start LESSON/STEP  打开。`,
  noMoreTerminals: ({ message }) =>
    `这台机器已经没有空闲的伪终端（${message}）。\n      → sudo sysctl -w kernel.pty.max=4096\n或者关掉一些终端。`,
  noTerminalModule: ({ message }) =>
    `无法加载终端模块（${message}）。它需要 x64 或 arm64 上带有 glibc 2.28 以上版本的 Linux；不支持 Alpine（musl）。`,
  state: { passed: '完成', skipped: '跳过', open: '未做', here: '你在这里' },
};
