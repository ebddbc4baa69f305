import type { Words } from '../index.ts';

/** Words about the learner's progress file, and of `list` and `reset`. */
export const progress: Words['progress'] = {
  noHome:
    '学习进度只保留到退出为止：HOME 和 XDG_STATE_HOME 都没有指向任何目录。请把 XDG_STATE_HOME 设为一个可写的目录。',
  notSaved: ({ path, cause, cure }) =>
    `学习进度目前只保存在内存里：无法写入 ${path}（${cause}）。${cure}之后每完成一步都会再试一次。`,
  lost: ({ path, cause, cure }) => `学习进度没能保存：${path} 无法写入（${cause}）。${cure}`,
  causes: {
    ENOSPC: { cause: '磁盘空间不足', cure: '请在那里腾出一些空间。' },
    EDQUOT: { cause: '磁盘配额已用完', cure: '请在那里腾出一些空间。' },
    EROFS: { cause: '文件系统是只读的', cure: '请把 XDG_STATE_HOME 设为一个可写的目录。' },
    EACCES: {
      cause: '没有权限',
      cure: '请取得它的所有权（ls -ld 可以看到属主），或把 XDG_STATE_HOME 设为一个可写的目录。',
    },
    LockBusy: { cause: '另一个 netns-course 占着它的锁', cure: '是不是有一个被挂起了（用 jobs、fg 查看）？' },
    other: ({ code }) => ({ cause: code, cure: '请把 XDG_STATE_HOME 设为一个可写的目录。' }),
  },
  setAside: ({ path, movedTo, reason }) => `无法读懂 ${path}（${reason}）。它已被移到 ${movedTo}，没有删除任何内容。`,
  newer: ({ path, movedTo, schema }) =>
    `${path} 是由更新版本的 netns-course 写的（${schema}）。它已被移到 ${movedTo}，没有删除任何内容。换用新版本时把它移回来即可。`,
  restored: '已改用备份，最后一步可能缺失。',
  startedAfresh: '没有备份，进度从头开始。',
  marks: { new: '·', begun: '›', done: '✓' },
  minutes: ({ minutes }) => `${String(minutes)} 分钟`,
  stepsDone: ({ passed, skipped, total }) =>
    `${String(passed)}/${String(total)} 步${skipped === 0 ? '' : `，跳过 ${String(skipped)} 步`}`,
  lacksTools: ({ tools }) => `需要 ${tools}，这里没有安装：netns-course setup`,
  lacksFeatures: ({ features }) => `需要 ${features}，这个内核里没有：netns-course doctor 有详细说明`,
  untried: ({ features }) => `需要 ${features}，这里无法试出有没有`,
  next: ({ place }) => `继续学习：netns-course start ${place}`,
  reset: {
    nameOne: '请指明要忘掉什么：一课、一个步骤（LESSON/STEP），或用 --all 表示整个课程。',
    notBoth: '要么指定一课，要么用 --all，不能两者都用。',
    nothing: ({ what }) => `${what} 里还没有做过任何内容。`,
    everything: ({ course }) => `课程“${course}”的全部内容`,
    ask: ({ what, steps }) => `忘掉 ${what} 的进度（已完成 ${String(steps)} 步）？[y/N]`,
    sayYes: '这里没有终端，无法询问：加上 --yes 就不再询问，直接忘掉。',
    kept: '什么都没有忘掉。',
    done: ({ what, steps }) => `已忘掉：${what}（${String(steps)} 步）。`,
  },
};
