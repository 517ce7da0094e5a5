# shellcheck shell=bash
# awsrole for bash 3.2 and newer. In ~/.bashrc: eval "$(awsrole init bash)"
# `awsrole PROFILE`, `awsrole -` and `awsrole clear` act on this shell. A live session is read from the record that the
# program wrote, which starts no process. Loading this prints nothing.

# shellcheck disable=SC2034 # for common.sh
__awsrole_shell=bash
# With `set -a` a child shell would get this variable without the functions, and the two texts below test it.
\builtin export -n __awsrole_shell
# The entry in PROMPT_COMMAND. It is no command in a shell without the functions: a child shell inherits an exported
# PROMPT_COMMAND, and other tools keep copies of it. At the first prompt it passes the trap on DEBUG, which a function does
# not see.
# shellcheck disable=SC2016 # bash expands it before each prompt
__awsrole_entry='${__awsrole_shell+"__awsrole_precmd"} ${__awsrole_new+"$(\builtin trap -p DEBUG)"}'
# The text in PS1. bash expands it when it draws the prompt, so a copy of PS1 never shows an old session. If the variables
# of the session are the same as when the hook ran, __awsrole_stale is empty and the hook's segment is drawn. Otherwise a
# later hook changed them, or the hook is gone, and a subshell makes the segment. The assignment to __awsrole_stale stands
# in a pattern that always matches, so that it draws nothing.
# shellcheck disable=SC2016
__awsrole_reference='${__awsrole_shell:+${__awsrole_seen##*"${__awsrole_stale:=${__awsrole_seen#"=${AWSROLE_PROFILE-}=${AWSROLE_KEY-}=${AWS_ACCESS_KEY_ID-}=${AWS_PROFILE+set}${AWS_DEFAULT_PROFILE+set}"}}"*}${__awsrole_prefix##${__awsrole_stale:+*}}${__awsrole_stale:+$(__awsrole_draw)}}'
__awsrole_seen=''
__awsrole_stale=''
__awsrole_prefix=''
__awsrole_own=''
\builtin unset __awsrole_known

function awsrole {
  __awsrole_run "$@"
}

# Tells whether $1 is a program on the PATH.
function __awsrole_is_program {
  \builtin type -P -- "$1" >/dev/null
}

# Replaces this subshell with the command $@.
function __awsrole_become {
  \builtin exec "$@"
}

# Reads the record $1: its first four lines into __awsrole_word, __awsrole_config, __awsrole_credentials and
# __awsrole_calls, the lines between these and the last into __awsrole_values, and the clock into __awsrole_now. Fails
# unless the last line is `end`, after at least one such line, in at most 40.
function __awsrole_read_lines {
  \builtin local __awsrole_line __awsrole_last
  __awsrole_values=()
  {
    # a line of bash ends at a NUL byte, and the rest of it would be dropped without a sign
    \builtin read -r -d '' __awsrole_line <"$1" && \builtin return 1
    if [[ ${BASH_VERSINFO[0]} -ge 4 ]]; then
      \builtin mapfile -t -n 40 __awsrole_values <"$1"
    else
      while \builtin read -r __awsrole_line && [[ ${#__awsrole_values[@]} -lt 40 ]]; do
        __awsrole_values[${#__awsrole_values[@]}]=${__awsrole_line}
      done <"$1"
    fi
  } 2>/dev/null
  __awsrole_last=$((${#__awsrole_values[@]} - 1))
  [[ ${__awsrole_last} -gt 4 && ${__awsrole_values[__awsrole_last]} == end ]] || \builtin return 1
  __awsrole_word=${__awsrole_values[0]}
  __awsrole_config=${__awsrole_values[1]}
  __awsrole_credentials=${__awsrole_values[2]}
  __awsrole_calls=${__awsrole_values[3]}
  # to copy the others into another array would take longer
  \builtin unset '__awsrole_values[0]' '__awsrole_values[1]' '__awsrole_values[2]' '__awsrole_values[3]' "__awsrole_values[${__awsrole_last}]"
  __awsrole_read_clock
}

# Puts epoch seconds into __awsrole_now. Before bash 4.2 this takes a process.
function __awsrole_read_clock {
  if [[ ${BASH_VERSINFO[0]} -gt 4 || (${BASH_VERSINFO[0]} -eq 4 && ${BASH_VERSINFO[1]} -ge 2) ]]; then
    \builtin printf -v __awsrole_now '%(%s)T' -1
  else
    __awsrole_now=$(\command date +%s)
  fi
}

# Runs before each prompt. The segment in awsrole_prompt is for a PS1 of the user's own, which must refer to it as a
# variable, in single quotes, so that its value is text. awsrole itself puts __awsrole_reference into PS1, which shows
# __awsrole_prefix.
# shellcheck disable=SC2120 # __awsrole_entry passes the trap on DEBUG
function __awsrole_precmd {
  \builtin local __awsrole_status="$?" __awsrole_open=$'\001\e[' __awsrole_close=$'m\002' __awsrole_now
  \builtin local __awsrole_time='' __awsrole_alarm='' __awsrole_mark='' __awsrole_shout='' __awsrole_end=''
  if [[ -n ${AWSROLE_PROFILE-} ]] && __awsrole_read_clock && __awsrole_make_segment; then
    # shellcheck disable=SC2154 # __awsrole_prepare sets these variables
    awsrole_prompt="${__awsrole_dye}${__awsrole_text}${__awsrole_alarm}${__awsrole_time}${__awsrole_shout}${__awsrole_mark}${__awsrole_end}"
  elif [[ -n ${awsrole_prompt-} ]]; then
    awsrole_prompt=''
  fi
  __awsrole_prefix=''
  # an empty value is auto, and every other word is manual
  if [[ ${AWSROLE_PROMPT:-auto} == auto ]]; then
    # to search PS1 each time would take longer
    if \builtin test "${PS1-}" != "${__awsrole_known-}"; then __awsrole_refer; fi
    if [[ -z ${__awsrole_own} ]]; then __awsrole_prefix=${awsrole_prompt-}; fi
  fi
  if [[ $# -gt 0 ]]; then __awsrole_settle "$1"; fi
  # __awsrole_reference compares these variables again
  __awsrole_seen="=${AWSROLE_PROFILE-}=${AWSROLE_KEY-}=${AWS_ACCESS_KEY_ID-}=${AWS_PROFILE+set}${AWS_DEFAULT_PROFILE+set}"
  __awsrole_stale=''
  \builtin return "${__awsrole_status}"
}

# Puts __awsrole_reference before a PS1 without a segment, after the empty lines at its start. __awsrole_own is set if the
# user has put the segment into PS1. starship draws the whole prompt itself.
function __awsrole_refer {
  \builtin local __awsrole_first='' __awsrole_rest="${PS1-}"
  __awsrole_own=''
  if [[ ${PS1-} == *awsrole_prompt* ]]; then
    __awsrole_own=1
  elif [[ ${PS1-} != *__awsrole_prefix* && ${STARSHIP_SHELL-} != bash ]] && \builtin shopt -q promptvars; then
    while \true; do
      case "${__awsrole_rest}" in
        '\n'*) __awsrole_first=${__awsrole_first}'\n' __awsrole_rest=${__awsrole_rest:2} ;;
        $'\n'*) __awsrole_first=${__awsrole_first}$'\n' __awsrole_rest=${__awsrole_rest:1} ;;
        *) \builtin break ;;
      esac
    done
    PS1=${__awsrole_first}${__awsrole_reference}${__awsrole_rest}
  fi
  __awsrole_known=${PS1-}
}

# Prints the segment for __awsrole_reference, in a subshell, and keeps the status that PS1 may show.
function __awsrole_draw {
  \builtin local __awsrole_status="$?" AWSROLE_REFRESH=off
  # shellcheck disable=SC2119
  __awsrole_precmd
  \builtin printf '%s' "${__awsrole_prefix}"
  \builtin return "${__awsrole_status}"
}

# Puts into __awsrole_word how the segment comes into the prompt of an interactive shell, for `awsrole status`.
function __awsrole_find_place {
  [[ $- == *i* ]] || \builtin return 0
  case "${AWSROLE_PROMPT:-auto}:${PS1-}" in
    off:*) __awsrole_word=off ;;
    *:*awsrole_prompt*) __awsrole_word=own ;;
    auto:*__awsrole_prefix*) __awsrole_word=auto ;;
    *) __awsrole_word=none ;;
  esac
}

# Removes everything of awsrole from this shell except the active profile, which `awsrole clear` removes.
function awsrole_unload {
  \builtin local IFS=$' \t\n' __awsrole_word
  __awsrole_withdraw
  PS1=${PS1//"${__awsrole_reference}"/}
  \builtin complete -r awsrole 2>/dev/null
  for __awsrole_word in $(\builtin declare -F); do
    case "${__awsrole_word}" in awsrole | awsrole_unload | __awsrole_*) \builtin unset -f "${__awsrole_word}" ;; esac
  done
  \builtin unset awsrole_prompt "${!__awsrole_@}"
}

# Removes the hook from PROMPT_COMMAND.
function __awsrole_withdraw {
  \builtin local IFS=$' \t\n' __awsrole_index __awsrole_form __awsrole_kept
  for __awsrole_index in ${PROMPT_COMMAND[@]+"${!PROMPT_COMMAND[@]}"}; do
    __awsrole_kept=${PROMPT_COMMAND[__awsrole_index]}
    [[ ${__awsrole_kept} == *__awsrole_precmd* ]] || \builtin continue
    # older versions used the bare name
    for __awsrole_form in "${__awsrole_entry}" __awsrole_precmd; do
      __awsrole_kept=${__awsrole_kept//[;$'\n']"${__awsrole_form}"/}
      __awsrole_kept=${__awsrole_kept//"${__awsrole_form}"[;$'\n']/}
      __awsrole_kept=${__awsrole_kept//"${__awsrole_form}"/}
    done
    # shellcheck disable=SC2178,SC2128 # a string in older shells, an array in newer ones
    if [[ "$(\builtin declare -p PROMPT_COMMAND)" != 'declare -a'* ]]; then
      PROMPT_COMMAND=${__awsrole_kept}
    elif [[ -n ${__awsrole_kept} ]]; then
      PROMPT_COMMAND[__awsrole_index]=${__awsrole_kept}
    else
      \builtin unset "PROMPT_COMMAND[${__awsrole_index}]"
    fi
  done
}

# Puts the hook into PROMPT_COMMAND, once. It goes last, so that it also serves a prompt that another hook sets, or first
# beside a tool that needs to be last. $1 is the trap on DEBUG.
function __awsrole_install {
  \builtin local IFS=$' \t\n' __awsrole_kind=string
  [[ "${PROMPT_COMMAND[*]-}" == *__awsrole_precmd* ]] && \builtin return 0
  [[ "$(\builtin declare -p PROMPT_COMMAND 2>/dev/null)" == 'declare -a'* ]] && __awsrole_kind=array
  __awsrole_must_be_first "$1" && __awsrole_kind=first-${__awsrole_kind}
  # shellcheck disable=SC2178,SC2128,SC2179 # a string in older shells, an array in newer ones
  case "${__awsrole_kind}" in
    first-array) PROMPT_COMMAND=("${__awsrole_entry}" ${PROMPT_COMMAND[@]+"${PROMPT_COMMAND[@]}"}) ;;
    array) PROMPT_COMMAND+=("${__awsrole_entry}") ;;
    first-*) PROMPT_COMMAND=${__awsrole_entry}${PROMPT_COMMAND:+;${PROMPT_COMMAND}} ;;
    # a command may end in a semicolon or a comment
    *) PROMPT_COMMAND=${PROMPT_COMMAND:+${PROMPT_COMMAND}$'\n'}${__awsrole_entry} ;;
  esac
}

# Tells whether a tool uses the trap on DEBUG, $1, to find the command that the user typed. Such a tool takes a hook behind
# its own for that command. liquidprompt knows the other hooks. bash-preexec sets the trap at the first prompt.
function __awsrole_must_be_first {
  [[ (-n $1 && $1 != *__lp_before_command*) || "${PROMPT_COMMAND[*]-}" == *__bp_* ]]
}

# Moves the hook at the first prompt, when every tool has been loaded. $1 is the trap on DEBUG.
function __awsrole_settle {
  \builtin unset __awsrole_new
  case "${PROMPT_COMMAND[*]-}" in
    *"${__awsrole_entry}") __awsrole_must_be_first "$1" || \builtin return 0 ;;
    *"${__awsrole_entry}"*) __awsrole_must_be_first "$1" && \builtin return 0 ;;
    *) \builtin return 0 ;;
  esac
  __awsrole_withdraw
  __awsrole_install "$1"
}

if [[ $- == *i* ]]; then
  if [[ ${AWSROLE_PROMPT-auto} == off && ${AWSROLE_REFRESH-on} == off ]]; then \true; else
    # shellcheck disable=SC2034 # for __awsrole_entry
    __awsrole_new=''
    __awsrole_install "$(\builtin trap -p DEBUG)"
  fi
fi
