/**
 * Commands that change what a state check can see. Only what surely does is listed: where the list is silent, `verify`
 * still leaves the command out and wants the step to fail.
 */
const changers: readonly RegExp[] = [
  /^ip (?:\S+ )*?(?:link|l) (?:add|a|set|s|del|delete|d|change|c|replace|r)(?: |$)/,
  /^ip (?:\S+ )*?(?:addr|address|a) (?:add|a|del|delete|d|change|replace|flush|f)(?: |$)/,
  /^ip (?:\S+ )*?(?:route|r|rule|ru|neigh|neighbour|neighbor|n) (?:add|a|del|delete|d|change|c|replace|append|flush|f)(?: |$)/,
  /^ip (?:\S+ )*?(?:netns|net) (?:add|a|del|delete|d|attach|set)(?: |$)/,
  /^ip (?:\S+ )*?(?:tuntap|tunnel|tun) (?:add|a|del|delete|d)(?: |$)/,
  /^bridge (?:\S+ )*?(?:link set|(?:fdb|vlan|mdb) (?:add|append|del|delete|replace|set|flush))(?: |$)/,
  /^brctl (?:addbr|delbr|addif|delif|stp|set\S*)(?: |$)/,
  /^ifconfig \S+ \S/,
  /^route (?:-\S+ )*(?:add|del)(?: |$)/,
  /^arp (?:.* )?-[a-z]*[sd](?: |$)/,
  /^ip6?tables(?:-\S+)? (?:.* )?(?:-[AIDRPFXNEZ]|--(?:append|insert|delete|replace|policy|flush|delete-chain|new-chain|rename-chain))(?: |$)/,
  /^ip6?tables(?:-\S+)?-restore(?: |$)/,
  /^nft (?:.* )?(?:add|insert|create|delete|destroy|flush|replace|rename|-f)(?: |$)/,
  /^sysctl (?:.* )?(?:-w|--write|--load|-p)(?: |$)/,
  /^sysctl (?:.* )?[\w./-]+=/,
  /^(?:rm|rmdir|mkdir|touch|ln|mv|cp|chmod|chown|mount|umount|tee|truncate|install|dd)(?: |$)/,
  /^(?:kill|pkill|killall|modprobe)(?: |$)/,
  /^docker (?:container |network |image )?(?:run|create|start|stop|kill|rm|rmi|network|connect|disconnect|load|import|pull|exec|rename)(?: |$)/,
  /^cnitool (?:add|del)(?: |$)/,
];

const wrappers: readonly RegExp[] = [
  /^(?:sudo|env|exec|command|nohup|time|stdbuf|setsid)(?: -\S+)* +/,
  /^[A-Za-z_][A-Za-z0-9_]*=\S* +/,
  /^ip netns exec \S+ +/,
  /^ip (?:-all )?netns exec +/,
  /^nsenter(?: -\S+(?: \d+)?)* +/,
  /^(?:ba|da)?sh -c ['"]?/,
];

/** Whether a command line surely changes the lab's state (kernel or files); `;`, `&&`, `|` and wrappers are looked through. */
export function changesState(line: string): boolean {
  if (writesFile(line)) return true;
  return line.split(/\n|;|&&|\|\|?|&(?!\d)/).some((part) => {
    const command = unwrapped(part.trim().replace(/\s+/g, ' '));
    return changers.some((changer) => changer.test(command));
  });
}

function unwrapped(command: string): string {
  let rest = command;
  for (let i = 0; i < 8; i += 1) {
    const wrapper = wrappers.find((pattern) => pattern.test(rest));
    if (wrapper === undefined) return rest;
    rest = rest.replace(wrapper, '');
  }
  return rest;
}

/** A redirection into anything but `/dev/null` and other descriptors. */
function writesFile(line: string): boolean {
  const withoutQuotes = line.replace(/'[^']*'|"[^"]*"/g, '""');
  return /(?<![<>&\d-])\d?>{1,2}\|?\s*(?!\s*\/dev\/null|\s*&|>)\S/.test(withoutQuotes);
}
