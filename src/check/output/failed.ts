/**
 * What programs print when they fail, often with the very words they were given (`Device "veth-client" does not exist.`):
 * such lines must not be taken for what was asked to be seen. A recorded terminal has no exit codes to tell.
 */
const complaints: readonly RegExp[] = [
  /^Device "[^"]*" does not exist/,
  /^Cannot find device "/,
  /^Cannot open network namespace "/,
  /^(?:Error|RTNETLINK answers|Object "[^"]*" is unknown)/,
  /^Command "[^"]*" is unknown/,
  /^Usage: /i,
  // `ls: cannot access …`, `curl: (7) Failed …`, `bash: foo: command not found`, `-bash: …`, `ping: …`
  /^-?[\w./-]+: (?:line \d+: )?.*(?:not found|No such|cannot |Cannot |error|Error|failed|Failed|denied|unknown|invalid|illegal|不存在|没有|無|无法)/,
  /^curl: \(\d+\)/,
];

/** Whether the line is a program's complaint. */
export function isComplaint(line: string): boolean {
  return complaints.some((complaint) => complaint.test(line));
}

/** The message of a CNI plugin's error object (`{"code": 7, "msg": "…"}`, CNI specification, "Error"), where the output is one. */
export function pluginError(lines: readonly string[]): string | undefined {
  const text = lines.join('\n');
  const from = text.indexOf('{');
  if (from < 0 || !text.includes('"msg"') || !text.includes('"code"')) return undefined;
  const code = /"code" ?: ?(\d+)/.exec(text)?.[1];
  const message = /"msg" ?: ?"((?:[^"\\]|\\.){0,300})/.exec(text)?.[1];
  return code === undefined || code === '0' || message === undefined ? undefined : message;
}
