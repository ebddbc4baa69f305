/** What a learner reads while a course runs. */
export const course = {
  stepTitle: ({ step, of, title }: { step: number; of: number; title: string }) =>
    `Step ${String(step)} of ${String(of)}: ${title}`,
  lessonMinutes: ({ minutes }: { minutes: number }) => `about ${String(minutes)} minutes`,
  welcome:
    'Everything you type goes to a root shell in a throw-away machine. Nothing you do there can touch this computer.',
  plainHelp:
    'Commands of the course: course next | back | hint | solution | check | list | reset | answer TEXT | quit (course help says more)',
  asciiOnly: 'Not a UTF-8 locale: drawn in ASCII. For all signs: export LC_ALL=C.UTF-8',
  booting: 'Starting the lab …',
  replaying: ({ done, total }: { done: number; total: number }) =>
    `Preparing the lab: replaying what came before, ${String(done)} of ${String(total)} commands`,
  ready: 'The lab is ready.',
  checkPassed: ({ title }: { title: string }) => `✓ ${title}`,
  checkFailed: ({ title }: { title: string }) => `✗ ${title}`,
  checkWaiting: ({ title }: { title: string }) => `· ${title} (waits for an earlier check)`,
  checkBroke: ({ title }: { title: string }) => `! ${title}: this check itself broke, which is not your fault`,
  observed: ({ text }: { text: string }) => `found: ${text}`,
  why: ({ text }: { text: string }) => `why: ${text}`,
  expected: ({ text }: { text: string }) => `expected: ${text}`,
  look: ({ text }: { text: string }) => `look: ${text}`,
  checksLeft: ({ passed, of }: { passed: number; of: number }) => `${String(passed)} of ${String(of)} checks pass`,
  stepPassed: ({ title }: { title: string }) => `✓ Step passed: ${title}`,
  whatHappened: 'What happened',
  lessonDone: ({ title }: { title: string }) => `✓ Lesson finished: ${title}`,
  courseDone: 'That was the last lesson. You can come back to any of them: netns-course list.',
  nextLesson: ({ title, minutes }: { title: string; minutes: number }) =>
    `Next: ${title} (about ${String(minutes)} minutes). Type  course next  to begin it, course quit to stop here.`,
  hintOf: ({ level, of }: { level: number; of: number }) => `Hint ${String(level)} of ${String(of)}`,
  noMoreHints: 'There are no more hints for this step. course solution shows the commands.',
  noHints: 'This step has no hints. course solution shows the commands.',
  solution: 'The commands of this step',
  noSolution: 'This step has no commands: read it, then answer with  course answer TEXT.',
  solutionOnNode: ({ node }: { node: string }) => `on ${node}`,
  speaks: 'The course speaks English now; what programs print stays as it is.',
  alreadyFirst: 'This is the first step.',
  skipped: ({ title }: { title: string }) => `Skipped: ${title}. Its commands are replayed for you.`,
  again: 'You have done this step; course next goes on.',
  rebuilding: 'A new lab is being built.',
  resetAsk:
    'course reset: type  course reset step  (this step again, in a new lab) or  course reset lesson  (from its beginning).',
  question: ({ question }: { question: string }) => `? ${question}\n  Answer with  course answer TEXT`,
  noQuestion: 'This step asks nothing.',
  answerRight: 'Right.',
  answerWrong: 'Not that. Look again.',
  unknownRequest: ({ word }: { word: string }) => `course: there is no "${word}".`,
  help: `course next        the next step (one that is not done is recorded as skipped)
course back        the step before, to read again
course hint        a hint; again for the next one
course solution    the commands of this step
course check       judge again, and say what is still missing
course show        print this step again
course list        the steps of this lesson, and where you are
course topology    draw the lab's network, and what changed since the last time
course explain FROM TO [tcp PORT]   why a packet between two namespaces does not arrive
course trace FROM TO [tcp PORT]     send a real packet, and show every interface that sees it
course capture NETNS/LINK   follow a link: every frame, a line; without a link: follow no more
course goto STEP   to that step (its number or id), in a lab prepared for it
course answer TEXT answer this step's question
course reset step  this step again, in a new lab (course reset lesson: the whole lesson)
course lang        the course in Chinese (course lang en: in English again)
course node01      the other machine's shell, where the lesson has one (course controlplane: back)
course quit        leave; you go on here next time`,
  otherNode: ({ node, how }: { node: string; how: string }) =>
    `(What stands behind "${node} $" is typed on that machine: ${how})`,
  nowOn: ({ node }: { node: string }) => `You are on ${node} now.`,
  noNode: ({ node }: { node: string }) => `This lesson's lab has no ${node}.`,
  shellEnded: 'That shell ended; here is a new one in the same lab. (course quit leaves the course.)',
  labEnded: ({ detail }: { detail: string }) =>
    `The lab ended (${detail}). A new one is being built, your steps are replayed.`,
  labEndedDied: 'it was ended from within, or from outside',
  labEndedMemory: 'its memory was used up',
  labEndedNeighbours: 'it filled the neighbour table, which the whole machine shares',
  labEndedPackets: 'packets were going round in a loop, which slows the whole machine down',
  bye: 'Your progress is kept. netns-course goes on where you left off.',
  checkError: ({ message }: { message: string }) => `A check could not be judged (not your fault): ${message}`,
  noProgress: ({ reason }: { reason: string }) =>
    `Your progress cannot be saved: ${reason}. The course goes on without.`,
  unavailable: ({ title, reason }: { title: string; reason: string }) =>
    `The lesson "${title}" is left out here: ${reason}`,
  needsLesson: ({ lesson }: { lesson: string }) => `it goes on from the lesson ${lesson}, which is left out`,
  nothingAvailable:
    'No lesson of this course can be taught on this machine. netns-course doctor says what is missing, and the command that mends it.',
  labFailed: ({ message }: { message: string }) =>
    `No lab could be started: ${message}\nnetns-course doctor says what is missing, and the command that mends it.`,
  replayFailed: ({ detail }: { detail: string }) =>
    `This lesson has a mistake, which is its author's, not yours: the lab for this step could not be prepared.\n  ${detail}\nYour progress is kept; other steps can be opened by  netns-course start LESSON/STEP.`,
  noMoreTerminals: ({ message }: { message: string }) =>
    `This machine has no pseudo-terminal left (${message}).\n      → sudo sysctl -w kernel.pty.max=4096\nor close some terminals.`,
  noTerminalModule: ({ message }: { message: string }) =>
    `The terminal module could not be loaded (${message}). It needs Linux with glibc 2.28 or newer on x64 or arm64; Alpine (musl) is not supported.`,
  state: { passed: 'done', skipped: 'skipped', open: 'open', here: 'you are here' },
};
