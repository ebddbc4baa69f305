import { expect, it } from 'vitest';
import { dropsOf } from '../../src/trace/rules.ts';

const at = { node: 'controlplane', netns: '' } as const;

/** What nft 1.0.6 printed. */
const rule = `trace id 95a61704 inet netns_course_trace prerouting packet: iif "vb" ether saddr d6:9b:85:25:73:bc ether daddr d2:2b:35:8e:34:d0 ip saddr 10.0.0.1 ip daddr 10.0.0.2 ip dscp cs0 ip ecn not-ect ip ttl 64 ip id 7195 ip protocol icmp ip length 84 icmp type echo-request icmp code net-unreachable icmp id 17 icmp sequence 1 @th,64,96 0xa061016b0000000034e40300 
trace id 95a61704 inet netns_course_trace prerouting rule icmp type echo-request meta nftrace set 1 (verdict continue)
trace id 95a61704 inet netns_course_trace prerouting policy accept 
trace id 95a61704 ip filter INPUT packet: iif "vb" ether saddr d6:9b:85:25:73:bc ether daddr d2:2b:35:8e:34:d0 ip saddr 10.0.0.1 ip daddr 10.0.0.2 ip dscp cs0 ip ecn not-ect ip ttl 64 ip id 7195 ip length 84 icmp type echo-request icmp code net-unreachable icmp id 17 icmp sequence 1 @th,64,96 0xa061016b0000000034e40300 
trace id 95a61704 ip filter INPUT rule meta l4proto icmp icmp type echo-request  counter packets 0 bytes 0 drop (verdict drop)
`;

it('finds the rule that dropped a packet, once, and not those that it passed', () => {
  expect(dropsOf([{ at, text: rule + rule.replaceAll('95a61704', '95a61705') }])).toEqual([
    {
      at,
      role: 'question',
      table: 'ip filter',
      chain: 'INPUT',
      rule: 'meta l4proto icmp icmp type echo-request counter packets 0 bytes 0 drop',
    },
  ]);
});

it('finds a policy, and tells an answer from its question', () => {
  const policy = rule
    .replaceAll('echo-request icmp code', 'echo-reply icmp code')
    .replace(/rule meta.*$/m, 'policy drop ');
  expect(dropsOf([{ at, text: policy }])).toEqual([{ at, role: 'answer', table: 'ip filter', chain: 'INPUT' }]);
});

it('says nothing of what it does not know', () => {
  expect(dropsOf([{ at, text: 'Error: something\n\ntrace id\ntrace id 1 ip t c verdict continue\n' }])).toEqual([]);
  expect(dropsOf([])).toEqual([]);
});
