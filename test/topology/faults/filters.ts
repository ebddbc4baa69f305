import { far, server, type Fault } from './types.ts';

/** Rules of iptables and of nft. */
export const filterFaults: readonly Fault[] = [
  { name: 'FORWARD closed', script: 'iptables -P FORWARD DROP', to: far, says: 'stop filter-policy at host there' },
  { name: 'FORWARD closed beside a bridge', script: 'iptables -P FORWARD DROP', to: server, says: 'arrives' },
  {
    name: 'FORWARD closed, seen by the bridge',
    script: 'iptables -P FORWARD DROP; sysctl -qw net.bridge.bridge-nf-call-iptables=1',
    to: server,
    says: 'stop filter-policy at host there',
  },
  {
    name: 'FORWARD open for one way',
    script: 'iptables -P FORWARD DROP; iptables -A FORWARD -i br0 -j ACCEPT',
    to: far,
    says: 'stop filter-policy at host back',
  },
  {
    name: 'FORWARD open for answers',
    script:
      'iptables -P FORWARD DROP; iptables -A FORWARD -i br0 -j ACCEPT; iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    to: far,
    says: 'arrives',
  },
  {
    name: 'a DROP in raw',
    script: 'iptables -t raw -A PREROUTING -s 172.30.0.11 -j DROP',
    to: far,
    says: 'stop filter-rule at host there',
  },
  {
    name: 'a DROP in mangle',
    script: 'iptables -t mangle -A POSTROUTING -d 10.9.0.0/24 -j DROP',
    to: far,
    says: 'stop filter-rule at host there',
  },
  {
    name: 'a DROP for pings alone',
    script: 'ip netns exec far iptables -A INPUT -p icmp --icmp-type echo-request -j DROP',
    to: far,
    says: 'stop filter-rule at far there',
  },
  {
    name: 'a DROP for another',
    script: 'ip netns exec far iptables -A INPUT -s 10.0.0.0/24 -j DROP',
    to: far,
    says: 'arrives',
  },
  {
    name: 'a REJECT in a chain of one’s own',
    script: 'iptables -N no; iptables -A no -j REJECT; iptables -A FORWARD -i br0 -o hf -j no',
    to: far,
    says: 'stop filter-rule at host there',
  },
  {
    name: 'OUTPUT closed',
    script: 'ip netns exec client iptables -P OUTPUT DROP',
    to: far,
    says: 'stop filter-policy at client there',
  },
  {
    name: 'a DROP of answers',
    script: 'ip netns exec client iptables -A INPUT -p icmp --icmp-type echo-reply -j DROP',
    to: far,
    says: 'stop filter-rule at client back',
  },
  {
    name: 'a rule by limit',
    script: 'iptables -P FORWARD DROP; iptables -A FORWARD -m limit --limit 1/s -j ACCEPT',
    to: far,
    says: 'doubt filter-match at host there',
  },
  {
    name: 'a table of nft',
    script: "nft 'add table inet own; add chain inet own c { type filter hook forward priority 0; policy drop; }'",
    to: far,
    says: 'stop filter-policy at host there',
  },
  {
    name: 'a rule of nft, in a chain of its own',
    script:
      "nft 'add table inet own; add chain inet own c { type filter hook forward priority 0; }; add chain inet own d; add rule inet own d counter drop; add rule inet own c ip saddr 172.30.0.11 jump d'",
    to: far,
    says: 'stop filter-rule at host there',
  },
  {
    name: 'rules of nft that let it through',
    script:
      "nft 'add table inet own; add chain inet own c { type filter hook forward priority 0; policy drop; }; add rule inet own c ct state established,related accept; add rule inet own c ip saddr 172.30.0.0/24 oifname hf accept'",
    to: far,
    says: 'arrives',
  },
  {
    name: 'rules of nft that let no answer through',
    script:
      "nft 'add table inet own; add chain inet own c { type filter hook forward priority 0; policy drop; }; add rule inet own c ip saddr 172.30.0.0/24 accept'",
    to: far,
    says: 'stop filter-policy at host back',
  },
  {
    name: 'a rule of nft for pings alone',
    script:
      "ip netns exec far nft 'add table ip own; add chain ip own c { type filter hook input priority -300; }; add rule ip own c icmp type echo-request reject'",
    to: far,
    says: 'stop filter-rule at far there',
  },
  {
    name: 'a rule of nft by limit',
    script:
      "nft 'add table inet own; add chain inet own c { type filter hook forward priority 0; policy drop; }; add rule inet own c limit rate 1/second accept'",
    to: far,
    says: 'doubt filter-match at host there',
  },
  {
    name: 'a map of verdicts of nft',
    script:
      "nft 'add table inet own; add chain inet own c { type filter hook forward priority 0; }; add rule inet own c ip saddr vmap { 172.30.0.11 : drop }'",
    to: far,
    says: 'doubt nft-rules at host there',
  },
  {
    name: 'a table of nft for IPv6',
    script:
      "ip netns exec client nft 'add table ip6 own; add chain ip6 own c { type filter hook output priority 0; policy drop; }'",
    to: far,
    says: 'arrives',
  },
];
