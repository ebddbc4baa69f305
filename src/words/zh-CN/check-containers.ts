import type { Words } from '../index.ts';
import { listed } from './place.ts';

/** Words of the checks that ask a Docker Engine, or read what a CNI plugin said. */

export const container: Words['check']['kinds']['container'] = {
  expected: ({ name, running, absent, wishes, node }) =>
    [
      `${node === 'controlplane' ? '' : `${node} 上`}${absent ? '没有容器' : running ? '有一个运行中的容器' : '有一个已停止的容器'} ${name}`,
      ...wishes,
    ].join('，'),
  wishImage: ({ image }) => `镜像是 ${image}`,
  wishNetwork: ({ network }) => `用 --network ${network}`,
  wishIpc: ({ ipc }) => `用 --ipc ${ipc}`,
  wishPid: ({ pid }) => `用 --pid ${pid}`,
  wishAddress: ({ address }) => `地址是 ${address}`,
  wishPublishes: ({ port, to }) => `用 -p ${port}:${to} 发布`,
  there: ({ name, pid }) => `${name} 在运行，PID ${pid}`,
  stopped: ({ name, exitCode }) =>
    exitCode === undefined
      ? `${name} 存在，但从未启动`
      : `${name} 存在，但没有运行：它已结束，退出码 ${String(exitCode)}${exitCode > 128 ? `，被信号 ${String(exitCode - 128)} 终止` : ''}`,
  stillRuns: ({ name }) => `${name} 还在运行`,
  stillThere: ({ name }) => `${name} 还在`,
  onlyThese: ({ names }) => `现有的容器：${listed(names, '没有')}`,
  others: ({ names }) => `还有别的：${names.join('、')}`,
  noEngine: '没有 Docker Engine 应答',
  isImage: ({ image }) => `它的镜像是 ${image}`,
  isNetwork: ({ network }) => `它的网络是 ${network}`,
  isIpc: ({ ipc }) => `它的 ipc 是 ${ipc}`,
  isPid: ({ pid }) => `它的 pid 是 ${pid}`,
  isAddress: ({ addresses }) => `它的地址：${listed(addresses, '没有')}`,
  publishes: ({ ports }) =>
    `它发布的端口：${listed(
      ports.map(({ port, protocol, hostPort }) => `${hostPort}->${port}/${protocol}`),
      '没有',
    )}`,
};

/** What a number in a plugin's error means (CNI specification, "Error"); from 100 on each plugin has its own. */
const codes: Readonly<Record<number, string>> = {
  1: '配置里的 cniVersion 不合适',
  2: '配置里有不支持的字段',
  3: '容器未知，或没有指明',
  4: '某个 CNI_ 变量缺失或有误',
  5: '无法读取配置',
  6: '配置不是正确的 JSON：多半是逗号或括号有误',
  7: '配置的内容不可能成立',
  11: '请稍后再试',
  999: '没有专门编号的错误',
};

export const cni: Words['check']['kinds']['cni'] = {
  add: ({ wishes }) => ['CNI 插件对 ADD 的答复', ...wishes].join('，'),
  inFile: ({ path, wishes }) => [`${path} 里的 CNI 结果`, ...wishes].join('，'),
  done: ({ command, wishes }) => [`CNI 插件完成了 ${command}`, ...wishes].join('，'),
  versions: ({ version }) => `CNI 插件对 VERSION 的答复${version === '' ? '' : `，其中列有 ${version}`}`,
  refused: ({ command, text }) => `CNI 插件拒绝 ${command}${text === '' ? '' : `，说“${text}”`}`,
  wishId: ({ id }) => `针对 ${id}`,
  wishIfname: ({ ifname }) => `接口为 ${ifname}`,
  wishAddress: ({ address }) => `地址为 ${address}`,
  wishGateway: ({ gateway }) => `网关为 ${gateway}`,
  wishRoute: ({ route }) => `带有到 ${route} 的路由`,
  wishVersion: ({ version }) => `格式为 ${version}`,
  none: ({ command }) => `还没有用 CNI_COMMAND=${command} 运行过插件`,
  onlyOther: ({ command, ran }) => `运行插件时用的是 CNI_COMMAND=${ran}，而不是 ${command}`,
  running: '它还在运行',
  silent: '它没有打印任何答复',
  notReadable: ({ line }) => `${line} 打印的内容和旁边的文字分不开`,
  said: ({ code, message }) =>
    `插件说：${message}（错误码 ${code}${codes[code] === undefined ? '' : `：${codes[code]}`}）`,
  exited: ({ exit }) => `它以 ${exit} 退出`,
  worked: '插件做成了',
  isId: ({ id }) => `它针对的是 ${id}`,
  isIfname: ({ ifname }) => `它用的接口是 ${ifname}`,
  isAddress: ({ addresses }) => `它分配的是：${listed(addresses, '没有地址')}`,
  isGateway: ({ gateways }) => `它的网关：${listed(gateways, '没有')}`,
  routesAre: ({ routes }) => `它的路由：${listed(routes, '没有')}`,
  isVersion: ({ version }) => `它的格式是 ${version}`,
  supports: ({ versions }) => `它列出的版本：${listed(versions, '没有')}`,
  notACni: ({ path }) => `${path} 里没有 CNI 结果`,
};
