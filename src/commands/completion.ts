import type { CommandIo, ExitCode } from './io.ts';

/** The shells there are completions for. */
export const completionShells = ['bash', 'zsh', 'fish'] as const;

/**
 * Each script asks the program itself (`complete -- WORD …`, the words up to the cursor): commands, flags, lessons and
 * steps are those of the version that is installed. Where the program has nothing to propose, the shell's own file names come.
 */
const scripts: Readonly<Record<(typeof completionShells)[number], string>> = {
  // bash(1), Programmable Completion: COMP_CWORD is the index of the word with the cursor.
  bash: `_netns_course() {
  local proposal
  COMPREPLY=()
  while IFS=$'\\t' read -r proposal _; do
    COMPREPLY+=("$proposal")
  done < <(netns-course complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2> /dev/null)
}
complete -o default -F _netns_course netns-course
`,
  // zshcompsys(1): words counts from 1, the program's name is the first; _describe wants name:description.
  zsh: `#compdef netns-course
_netns_course() {
  local -a proposals
  local proposal brief
  while IFS=$'\\t' read -r proposal brief; do
    proposals+=("\${proposal//:/\\\\:}:$brief")
  done < <(netns-course complete -- "\${(@)words[2,CURRENT]}" 2> /dev/null)
  if (( $#proposals )); then _describe -V netns-course proposals; else _files; fi
}
compdef _netns_course netns-course
`,
  // complete(1) of fish: a tab divides a proposal from its description.
  fish: `function __netns_course_complete
  set -l typed (commandline -opc)
  netns-course complete -- $typed[2..-1] (commandline -ct) 2> /dev/null
end
complete -c netns-course -a '(__netns_course_complete)'
`,
};

/** Prints what a shell's start-up file sources. */
export function runCompletion(shell: (typeof completionShells)[number], io: CommandIo): ExitCode {
  io.out(scripts[shell]);
  return 0;
}
