import type { NodeName } from '../../lesson/types.ts';

/**
 * `/root/.bashrc` of a lab: the prompt, and the marks that tell the runner where a command begins and ends (OSC 133 with
 * the runner's nonce; docs/marks.md). Builtins only, so that it goes on working when the learner has deleted /usr; two
 * forks a command (PS0 can only run code in a subshell). Every interactive bash reads it: nested ones have marks too.
 *
 * - A line's start: PS0 is expanded once for every line, after it was read and before it runs (bash(1), PROMPTING); a
 *   DEBUG trap would fire for each simple command and miss subshells. Its subscript notes in the shell itself that a line
 *   runs, so that an empty line has no end.
 * - The line as typed is the history's last entry (`lithist`: with its newlines). HISTCONTROL and
 *   HISTIGNORE are undone at every prompt; where the history still did not grow (`set +o history`, which bash restores after
 *   PROMPT_COMMAND), the line is unknown and said to be empty.
 * - The namespace's name: the file in /run/netns that is the same inode as our own (`-ef` compares without opening: a
 *   FIFO there does no harm). The node's own namespace has no name; PID 1 shows which that is, as long as it is the
 *   lab's (`init`) and not the shell's own (`unshare --pid`).
 */
export const bashrc = (node: NodeName): string => `case $- in *i*) ;; *) return ;; esac
unset HISTFILE
HISTSIZE=1000
[[ $SHLVL == 1 && $PWD == / ]] && cd
shopt -s checkwinsize
PS1='${node} $ '
PS2='> '

if [[ -n \${NETNS_COURSE_NONCE-} ]]; then
  __course_escape() {
    local LC_ALL=C text=\${1//%/%25} out= c i
    text=\${text//;/%3B}
    if [[ $text == *[[:cntrl:]]* ]]; then
      for ((i = 0; i < \${#text}; i++)); do
        c=\${text:i:1}
        [[ $c == [[:cntrl:]] ]] && printf -v c '%%%02X' "'$c"
        out+=$c
      done
      text=$out
    fi
    __course_text=$text
  }
  __course_netns() {
    __course_text=
    local name init=
    if [[ /proc/self/ns/net -ef /proc/1/ns/net ]]; then
      IFS= read -r -d '' init 2> /dev/null < /proc/1/cmdline
      [[ $init == init ]] && return
    fi
    for name in /run/netns/* /run/netns/.[!.]*; do
      [[ /proc/self/ns/net -ef $name ]] && { __course_escape "\${name##*/}"; return; }
    done
  }
  __course_start() {
    local line number netns
    line=$(builtin history 1)
    line=\${line#"\${line%%[![:space:]]*}"}
    number=\${line%%[!0-9]*}
    line=\${line#"$number"}
    line=\${line#[* ]}
    line=\${line# }
    [[ $number == "\${__course_last-}" || :$SHELLOPTS: != *:history:* ]] && line=
    __course_netns
    netns=$__course_text
    __course_escape "\${line:0:16384}"
    printf '\\e]133;C;n=%s;p=%s;ns=%s;cmd=%s\\a' "$NETNS_COURSE_NONCE" "$$" "$netns" "$__course_text"
  }
  __course_prompt() {
    local code=$?
    ((__course_runs)) && printf '\\e]133;D;%s;n=%s;p=%s\\a' "$code" "$NETNS_COURSE_NONCE" "$$" >&2
    __course_runs=0
    unset HISTCONTROL HISTIGNORE HISTTIMEFORMAT
    shopt -s cmdhist lithist
    __course_last=$((HISTCMD - 1))
    printf '\\e]133;A;n=%s;p=%s;d=%s\\a' "$NETNS_COURSE_NONCE" "$$" "$SHLVL" >&2
    [[ $PS1 == *'133;B'* ]] || PS1+='\\[\\e]133;B;n=$NETNS_COURSE_NONCE;p=$$\\a\\]'
    [[ $PS2 == *'133;P'* ]] || PS2+='\\[\\e]133;P;k=c;n=$NETNS_COURSE_NONCE;p=$$\\a\\]'
    PS0='$(__course_start)\${__course_none[__course_runs = 1]-}'
    return "$code"
  }
  course() {
    local word words=
    for word in "\${@:-help}"; do
      __course_escape "$word"
      words+=";$__course_text"
    done
    printf '\\e]7133;n=%s%s\\a' "$NETNS_COURSE_NONCE" "$words"
  }
  __course_runs=0
  PROMPT_COMMAND=__course_prompt
fi
`;
