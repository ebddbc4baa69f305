import type { Words } from '../index.ts';

/** Words of lab. */
export const lab: Words['lab'] = {
  failedOnce: ({ said }) =>
    `实验环境刚才没能启动（${said}），第二次尝试成功了。这台机器一时缺了某种资源，请重新运行课程。`,
  noNode: ({ node, world }) => `实验网络 ${world} 里没有 ${node}。请试试 --world lan。`,
  noTerminal: ({ message }) => `无法打开伪终端：${message}`,
  ended: ({ why }) => `实验环境结束了：${why}`,
  died: ({ detail }) => (detail === '' ? '它被终止了' : detail),
  limitMemory: '这台机器的内存快用完了',
  limitNeighbours: '它占满了内核的邻居表，而这张表是整台机器共用的',
  limitPackets: '数据包在里面不停打转（网桥成环？），占用了整台机器',
};
