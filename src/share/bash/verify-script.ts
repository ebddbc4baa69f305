import { titleOf } from '../../check/judge.ts';
import type { Words } from '../../words/index.ts';
import { helpersOf } from './helpers.ts';
import { word } from './quote.ts';
import type { WrittenCheck } from './writers.ts';

/** Programs that conditions call and that a machine may lack, by name. */
const tools = ['ip', 'bridge', 'jq', 'iptables', 'ss', 'sysctl', 'docker', 'curl', 'ping'] as const;

/** The tools that a script calls: their names where no quotes hide them. */
export function toolsOf(script: string): readonly string[] {
  const bare = script.replaceAll(/^#.*$/gm, '').replaceAll(/'[^']*'/g, "''");
  return tools.filter((tool) => new RegExp(`(?<![\\w./-])${tool} `).test(bare));
}

/**
 * A script that ends with 0 where all of these checks hold, with 1 and a sentence where one does not, and with 2 where a tool is
 * missing.
 *
 * @param name what it was made of, for its first line
 */
export function verifyScript(name: string, conditions: readonly WrittenCheck[], words: Words): string {
  const parts = conditions.map(({ check, bash }) => {
    const title = titleOf(check, words);
    const seconds = String(Math.ceil(check.withinMs / 1000));
    return `# ${title.replaceAll(/\s+/g, ' ')}
holds() { ${bash}; }
eventually ${seconds} holds || { echo ${word(check.fail ?? title)}; exit 1; }
`;
  });
  const body = parts.join('\n');
  const helpers = helpersOf(body);
  return `#!/bin/bash
# ${words.share.verifyHead({ name })}
for tool in ${toolsOf(`${helpers}${body}`).join(' ')}; do
  command -v "$tool" > /dev/null || { echo "$tool: ${words.share.missingTool}"; exit 2; }
done

${helpers}
${body}`;
}
